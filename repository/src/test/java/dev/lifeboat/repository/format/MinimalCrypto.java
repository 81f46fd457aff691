package dev.lifeboat.repository.format;

import java.io.IOException;
import java.security.GeneralSecurityException;

/// What differs between an unencrypted and an encrypted repository, as FORMAT.md has it.
interface MinimalCrypto {

    /// The first line of a document that is readable in both.
    String readable(String key, byte[] document) throws IOException, GeneralSecurityException;

    String document(String key, byte[] document) throws IOException, GeneralSecurityException;

    /// The plain body, after a look at the seal.
    byte[] body(String key, int dataKey, byte[] seal, byte[] clearBefore, byte[] body, byte[] clearAfter)
            throws GeneralSecurityException;

    byte[] chunk(String key, int dataKey, byte[] seal, int offset, byte[] stored) throws GeneralSecurityException;

    byte[] chunkId(byte[] content) throws GeneralSecurityException;

    String publicName(String context, String name) throws GeneralSecurityException;
}
