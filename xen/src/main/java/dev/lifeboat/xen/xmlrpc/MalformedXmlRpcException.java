package dev.lifeboat.xen.xmlrpc;

/// An answer that is no XML-RPC response, or a fault.
public final class MalformedXmlRpcException extends Exception {

    MalformedXmlRpcException(String message, Throwable cause) {
        super(message, cause);
    }
}
