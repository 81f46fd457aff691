package dev.lifeboat.repository.objectstore.s3;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/// The cheapest checksum that S3 knows: the JVM has an intrinsic for it.
final class Crc32c {

    private Crc32c() {}

    /// As in the header `x-amz-checksum-crc32c`: big-endian, in Base64.
    static String base64(ByteBuffer content) {
        var crc = new CRC32C();
        crc.update(content.duplicate());
        var value = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue());
        return Base64.getEncoder().encodeToString(value.array());
    }
}
