package dev.lifeboat.repository.crypto;

/// What opens an encrypted repository. None of them shows itself in `toString`.
public sealed interface UnlockSecret permits EncryptionKey, Passphrase, Identity {}
