package dev.lifeboat.agent.api;

/// A document that is not what it should be; the message names the member.
public final class MalformedMessageException extends RuntimeException {
    public MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
