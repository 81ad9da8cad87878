/** The page that the welcome container serves: whole in itself, because a container has no network by right. */
export const welcomePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Welcome to Berth</title>
</head>
<body>
<h1>Welcome</h1>
</body>
</html>
`;
