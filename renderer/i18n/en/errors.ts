/** Why a call failed: a sentence for each code and each reason. */
export const errors = {
  callId: 'Call {{callId}} in Berth’s log',
  titles: {
    unreachable: 'The engine isn’t answering.',
    unauthorized: 'Access was denied.',
    notFound: 'It no longer exists.',
    conflict: 'The engine can’t do that now.',
    invalid: 'The engine doesn’t accept these values.',
    unsupported: 'This engine can’t do that.',
    cancelled: 'It was cancelled.',
    timeout: 'The engine took too long to answer.',
    rejected: 'The engine refused the request.',
    internal: 'An error happened inside Berth.',
  },
  whys: {
    unreachable: 'Nothing changed. Berth keeps trying to reach the engine.',
    unauthorized: 'Your user may not talk to the engine. Use another engine, or ask its administrator for access.',
    notFound: 'It was removed, perhaps by another program.',
    conflict: 'It is changing, or something else uses it. Try again in a moment.',
    invalid: 'One of the values isn’t valid. The details show the engine’s message.',
    unsupported: 'The engine is too old, or was built without this feature.',
    cancelled: 'Part of it may be done. Check the list.',
    timeout: 'The engine may still finish it. The list shows the current state.',
    rejected: 'The details show the engine’s message.',
    internal: 'Nothing of yours changed. Use the details to report it.',
  },
  portTaken: 'A port is taken by another container or program on this computer.',
  portTakenNamed: 'Port {{port}} is taken by another container or program on this computer.',
  portTakenBy: 'Port {{port}} is taken by container {{name}}.',
  portForbidden: 'A port below 1024 needs rights that the engine doesn’t have. Use a port from 1024 up.',
  portForbiddenNamed: 'Port {{port}} needs rights that the engine doesn’t have. Use a port from 1024 up.',
  nameTaken: 'There already is a container with this name.',
  nameTakenNamed: 'There already is a container called {{name}}.',
  nameInvalid: 'This name isn’t valid. Use letters, digits, “_”, “.” and “-”, and begin with a letter or digit.',
  imageMissing: 'The engine doesn’t have this image.',
  imageMissingNamed: 'The engine doesn’t have the image {{image}}.',
  imageInUse: 'A container uses this image. Remove the container first.',
  imageInUseNamed: 'Container {{name}} uses this image. Remove the container first.',
  imageManyTags: 'The image has several names. Remove the names one by one, or all together.',
  imageHasChildren: 'Other images are built on this one. Remove the other images first.',
  containerRunning: 'The container is running. Stop it first.',
  containerMissing: 'The container was removed, perhaps by another program.',
  removalInProgress: 'The engine is already removing it.',
  diskFull: 'The engine disk is full. Free up space, then try again.',
  programMissing: 'This image doesn’t have the program that it should start.',
  programMissingNamed: 'This image has no {{program}}.',
  programNotRunnable: 'The image’s program can’t run. It isn’t marked as executable.',
  programNotRunnableNamed: '{{program}} can’t run. It isn’t marked as executable.',
  execFormat: 'The program inside is built for another processor. Choose an image for this engine’s processor.',
  permissionDenied: 'Your user has no access to a file or socket that this needs. The details show which one.',
  engineStarting: 'The engine is starting. Try again in a moment.',
  engineUnavailable: 'No engine is running.',
  apiTooOld: 'This engine is too old. Berth needs Docker 20.10 or newer (API 1.41).',
  pattern: 'This isn’t a valid regular expression.',
  /** Names of a registry, put at the beginning of a sentence. */
  registry: 'The registry',
  registryNamed: 'The registry {{address}}',
  dockerHub: 'Docker Hub',
  referenceInvalid: 'This isn’t a valid image name. Use lower case, such as nginx:1.28 or ghcr.io/acme/api:1.0.',
  referenceInvalidNamed:
    'The image name {{image}} isn’t valid. Use lower case, such as nginx:1.28 or ghcr.io/acme/api:1.0.',
  signInNeeded: '{{registry}} requires a sign-in for this.',
  signInRefused:
    '{{registry}} doesn’t accept this user name with this password or token. An account with two-factor sign-in needs an access token instead of the password.',
  signInExpired: '{{registry}} doesn’t accept this token, because it expired. Create a new token, and sign in with it.',
  signInWantsToken:
    '{{registry}} doesn’t accept passwords. Create an access token, and use it instead of the password.',
  signInTwoFactor:
    '{{registry}} doesn’t accept the password of an account with two-factor sign-in. Use an access token instead.',
  accessDenied: '{{registry}} doesn’t allow your account to do this. Sign in with another account.',
  accessDeniedNamed:
    '{{registry}} has no public image {{image}}, or your account can’t see it. Check the name, or sign in with another account.',
  repositoryMissing:
    '{{registry}} has no image with this name, or your account can’t see it. Check the name, or sign in.',
  repositoryMissingNamed:
    '{{registry}} has no image {{image}}, or your account can’t see it. Check the name, or sign in.',
  tagMissing: 'The image exists, but not with this tag. Pick another tag.',
  tagMissingNamed: 'There is no {{image}}. The image exists, but not with this tag. Pick another tag.',
  platformMissing: 'This image isn’t built for this engine’s processor. Choose another platform or tag.',
  platformMissingNamed: 'This image isn’t built for {{platform}}. Choose another platform or tag.',
  rateLimited: '{{registry}}’s limit is reached. Wait, then try again. Signing in may raise the limit.',
  rateLimitedFor: '{{registry}}’s limit is reached. Try again in {{ms, duration}}. Signing in may raise the limit.',
  registryUnreachable:
    '{{registry}} isn’t answering. Check the address and the network. A proxy may be missing from the engine’s settings.',
  registryFailed: '{{registry}} reports an error. The details show its message. Try again later.',
  registryNotSecure:
    '{{registry}} answers without encryption, and Docker doesn’t allow that for this address. Allow it only if you trust the network.',
  certificateUnknown:
    '{{registry}} uses a certificate that this engine doesn’t trust. If the registry is your own, add its certificate.',
  archiveInvalid: 'The file isn’t an archive of images, or part of it is missing.',
  archiveInvalidNamed: 'The file {{name}} isn’t an archive of images, or part of it is missing.',
  fileExists: 'There already is a file with this name. Berth doesn’t overwrite it. Choose another name.',
  fileExistsNamed: 'There already is a file {{path}}. Berth doesn’t overwrite it. Choose another name.',
  fileNotWritable: 'Berth can’t write the file there. Choose a folder that exists and that you may write to.',
  fileNotWritableNamed: 'Berth can’t write the file {{path}}. Choose a folder that exists and that you may write to.',
  tooManyCalls: 'This page sends more requests at once than Berth accepts. Wait until some finish, then try again.',
  listChanged: 'The list changed after Berth showed it, so Berth removed nothing. Check the list again.',
  configBroken:
    'Docker’s config file isn’t valid JSON. Berth never overwrites a broken file. Repair it, then try again.',
  configBrokenNamed:
    'Docker’s config file {{path}} isn’t valid JSON. Berth never overwrites a broken file. Repair it, then try again.',
  helperMissing:
    'Docker is set to store secrets with a credential helper that isn’t installed. Install it, or change Docker’s config file.',
  helperMissingNamed:
    'Docker is set to store secrets with docker-credential-{{helper}}, which isn’t installed. Install it, or change Docker’s config file.',
  helperFailed:
    'The credential helper that stores the secrets failed. Its keychain may be locked. Unlock it, then try again.',
  helperFailedNamed:
    'The credential helper docker-credential-{{helper}}, which stores the secrets, failed. Its keychain may be locked. Unlock it, then try again.',
  helperHints: {
    notSetUp: 'The credential helper {{helper}} isn’t set up yet. For pass, run “pass init” with your GPG key once.',
    noKey: 'The credential helper {{helper}} can’t use its key. The GPG key may be missing or expired.',
    noKeychain:
      'The credential helper {{helper}} finds no keychain here. A computer without a desktop session may have none.',
    locked: 'The keychain of the credential helper {{helper}} is locked. Unlock it, then try again.',
    cloudSignedOut:
      'The credential helper {{helper}} is signed out of its cloud. Sign in with the cloud’s own program first.',
    notForStoring: 'The credential helper {{helper}} creates its own secrets. It can’t store a secret that you type.',
    incomplete: 'The credential helper {{helper}} returned an incomplete sign-in. Sign in again.',
    userName: 'The credential helper {{helper}} can’t store this user name.',
  },
  secretUnprotected:
    'Docker has no credential helper, so it would store the secret as plain text in its config file. Berth stored nothing.',
  secretUnprotectedNamed:
    'Docker has no credential helper, so it would store the secret as plain text in {{path}}. Berth stored nothing.',
  downloadFailed:
    'Berth builds the image for this from a Debian package, and couldn’t download the package from this computer’s mirror. Check the network, then try again.',
  systemUnsupported:
    'Berth builds the image for this from a Debian package. So far, this works only on Debian 12 and 13.',
} as const;
