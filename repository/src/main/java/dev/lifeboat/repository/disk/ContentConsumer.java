package dev.lifeboat.repository.disk;

import java.nio.ByteBuffer;

/// Takes a disk's content in ascending order of offset; what is left out between two calls is holes.
@FunctionalInterface
public interface ContentConsumer {

    /// Takes a run.
    ///
    /// @param content position to limit is the content; valid only until this method returns
    void accept(long offset, ByteBuffer content);
}
