/** Why things failed: a sentence per code and per reason. */
export const errors = {
  callId: 'Call {{callId}} in Berth’s log',
  titles: {
    unreachable: 'The engine isn’t answering.',
    unauthorized: 'Berth may not talk to the engine.',
    notFound: 'That is no longer there.',
    conflict: 'Something stands in the way.',
    invalid: 'The engine doesn’t accept that.',
    unsupported: 'This engine can’t do that.',
    cancelled: 'It was cancelled.',
    timeout: 'The engine took too long to answer.',
    rejected: 'The engine refused.',
    internal: 'Something went wrong inside Berth.',
  },
  whys: {
    unreachable: 'Nothing was changed. Berth keeps trying to reach the engine.',
    unauthorized: 'Your user may not use the engine’s socket.',
    notFound: 'It was removed, perhaps by another program.',
    conflict: 'It is being changed, or something else uses it.',
    invalid: 'One of the values isn’t what the engine expects. Its own words are in the details.',
    unsupported: 'The engine is too old or built without it.',
    cancelled: 'It may have been carried out in part.',
    timeout: 'It may still be carried out. The list shows what the engine says.',
    rejected: 'Its own words are in the details.',
    internal: 'Nothing of yours was changed by this. The details help to report it.',
  },
  portTaken: 'A port is taken by another container or program on this computer.',
  portTakenNamed: 'Port {{port}} is taken by another container or program on this computer.',
  portTakenBy: 'Port {{port}} is taken by container {{name}}.',
  portForbidden: 'A port below 1024 needs rights that the engine doesn’t have.',
  portForbiddenNamed: 'Port {{port}} needs rights that the engine doesn’t have. Ports from 1024 up work.',
  nameTaken: 'There already is a container with this name.',
  nameTakenNamed: 'There already is a container called {{name}}.',
  nameInvalid: 'A name has letters, digits, “_”, “.” and “-”, and begins with a letter or digit.',
  imageMissing: 'The engine doesn’t have this image.',
  imageMissingNamed: 'The engine doesn’t have the image {{image}}.',
  imageInUse: 'A container uses this image. Remove the container first.',
  imageInUseNamed: 'Container {{name}} uses this image. Remove the container first.',
  imageManyTags: 'The image has several names. Remove them one by one, or all together.',
  imageHasChildren: 'Other images are built on this one. Remove those first.',
  containerRunning: 'The container is running. Stop it first.',
  containerMissing: 'The container was removed, perhaps by another program.',
  removalInProgress: 'The engine is removing it at this moment.',
  diskFull: 'The engine’s disk is full. Free up space, then try again.',
  programMissing: 'The image doesn’t have the program that it should start.',
  programMissingNamed: 'The image has no program {{program}}.',
  programNotRunnable: 'The image’s program may not be run: it isn’t marked as executable.',
  programNotRunnableNamed: '{{program}} may not be run: it isn’t marked as executable.',
  execFormat: 'The program inside is built for another processor than this computer’s.',
  permissionDenied: 'The engine was denied access to a file or device that it needs.',
  engineStarting: 'The engine is starting. Try again in a moment.',
  engineUnavailable: 'No engine is running.',
  apiTooOld: 'This engine speaks an older version of Docker’s API than Berth needs (1.41, Docker 20.10).',
  pattern: 'This isn’t a pattern that can be searched for.',
  /** Who a sentence about a registry is about; each stands at its beginning. */
  registry: 'The registry',
  registryNamed: 'The registry {{address}}',
  dockerHub: 'Docker Hub',
  referenceInvalid:
    'This isn’t a name that an image can have. Names look like nginx:1.28 or ghcr.io/acme/api:1.0, in small letters.',
  referenceInvalidNamed:
    'No image can be called {{image}}. Names look like nginx:1.28 or ghcr.io/acme/api:1.0, in small letters.',
  signInNeeded: '{{registry}} gives this only to people who are signed in.',
  signInRefused:
    '{{registry}} doesn’t take this user name with this password or token. Accounts with two-factor sign-in need an access token in place of the password.',
  signInExpired: '{{registry}} doesn’t take this token any more: it has ended. Make a new one, and sign in with it.',
  signInWantsToken: '{{registry}} doesn’t take passwords. Make an access token, and use it in place of the password.',
  signInTwoFactor:
    '{{registry}} doesn’t take the password of an account with two-factor sign-in. Use an access token in its place.',
  accessDenied: '{{registry}} knows who you are, but your account may not do this.',
  accessDeniedNamed:
    '{{registry}} has no public image {{image}}, or your account may not use it. Check the name, or sign in with an account that may.',
  repositoryMissing:
    '{{registry}} has no image of this name, or shows it only to accounts that may see it. Check the name, or sign in.',
  repositoryMissingNamed:
    '{{registry}} has no image {{image}}, or shows it only to accounts that may see it. Check the name, or sign in.',
  tagMissing: 'The image exists, but not with this tag. Pick another tag.',
  tagMissingNamed: 'There is no {{image}}: the image exists, but not with this tag. Pick another tag.',
  platformMissing: 'This image isn’t built for this engine’s processor.',
  platformMissingNamed:
    'This image isn’t built for {{platform}}. Choose a platform that it is built for, or another tag.',
  rateLimited:
    '{{registry}} takes no more requests from you for now. Wait a while; accounts that are signed in may do more.',
  rateLimitedFor:
    '{{registry}} takes no more requests from you for {{ms, duration}}. Accounts that are signed in may do more.',
  registryUnreachable:
    '{{registry}} doesn’t answer. Check the address and the network; behind a proxy, the engine must know it too.',
  registryFailed: '{{registry}} has a problem of its own. Its words are in the details; try again later.',
  registryNotSecure:
    '{{registry}} answers without encryption, and that isn’t allowed for this address. Allow it only if you trust the network between.',
  certificateUnknown:
    '{{registry}} uses a certificate that isn’t trusted here. If it is your own, add its certificate.',
  archiveInvalid: 'The file isn’t an archive of images, or a part of it is missing.',
  archiveInvalidNamed: 'The file {{name}} isn’t an archive of images, or a part of it is missing.',
  fileExists: 'There already is a file with this name. Berth doesn’t write over it; choose another name.',
  fileExistsNamed: 'There already is a file {{path}}. Berth doesn’t write over it; choose another name.',
  fileNotWritable: 'The file can’t be written there. Choose a folder that exists and that you may write to.',
  fileNotWritableNamed: 'The file {{path}} can’t be written. Choose a folder that exists and that you may write to.',
  tooManyCalls: 'This page asks for more at once than Berth answers. Wait until some of it is done, then try again.',
  listChanged: 'What would be removed has changed since it was shown. Nothing was removed; look at the list again.',
  configBroken:
    'Docker’s config file can’t be read as JSON. Berth never writes over a broken one: mend it, then try again.',
  configBrokenNamed:
    'Docker’s config file {{path}} can’t be read as JSON. Berth never writes over a broken one: mend it, then try again.',
  helperMissing:
    'Docker is set to keep secrets with a credential helper that isn’t installed. Install it, or change Docker’s config file.',
  helperMissingNamed:
    'Docker is set to keep secrets with docker-credential-{{helper}}, which isn’t installed. Install it, or change Docker’s config file.',
  helperFailed: 'The credential helper, which keeps the secrets, failed. Perhaps its keychain is locked.',
  helperFailedNamed:
    'The credential helper docker-credential-{{helper}}, which keeps the secrets, failed. Perhaps its keychain is locked.',
  helperHints: {
    notSetUp: 'The credential helper {{helper}} isn’t set up yet. For pass, run “pass init” with your GPG key once.',
    noKey: 'The credential helper {{helper}} can’t use its key. Perhaps the GPG key is missing or has ended.',
    noKeychain: 'The credential helper {{helper}} finds no keychain here. Without a desktop session there may be none.',
    locked: 'The keychain of the credential helper {{helper}} is locked. Unlock it, then try again.',
    cloudSignedOut:
      'The credential helper {{helper}} is signed out of its cloud. Sign in with the cloud’s own program first.',
    notForStoring: 'The credential helper {{helper}} makes secrets of its own, and keeps none that you type.',
    incomplete: 'The credential helper {{helper}} answered with half of a sign-in. Sign in again.',
    userName: 'The credential helper {{helper}} can’t keep this user name.',
  },
  secretUnprotected:
    'Without a credential helper Docker would store the secret as plain text in its config file. Nothing was stored.',
  secretUnprotectedNamed:
    'Without a credential helper Docker would store the secret as plain text in {{path}}. Nothing was stored.',
  downloadFailed:
    'Berth makes the image for this from a Debian package, which couldn’t be fetched from this computer’s mirror. Check the network, then try again.',
  systemUnsupported:
    'Berth makes the image for this from a Debian package, and has it for Debian 12 and 13 only so far.',
} as const;
