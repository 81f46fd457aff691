package dev.lifeboat.xen;

/// A call is larger than XAPI accepts. It was not sent.
public final class RequestTooLargeException extends XenException {

    public RequestTooLargeException(String method, long requestBytes, long limitBytes) {
        super(method + ": the request has " + requestBytes + " bytes, but a pool takes at most " + limitBytes
                + "; shorten what it carries: names, descriptions, other_config, or the list of disks to leave out");
    }

    @Override
    public Kind kind() {
        return Kind.PERMANENT;
    }
}
