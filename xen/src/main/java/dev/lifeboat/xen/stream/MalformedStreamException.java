package dev.lifeboat.xen.stream;

import java.io.IOException;

/// A stream is not what its format says: cut, damaged, or made to harm. Nothing that was read from it before
/// may be believed.
public final class MalformedStreamException extends IOException {

    public MalformedStreamException(String message) {
        super(message);
    }

    public MalformedStreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
