package dev.lifeboat.xen.xmlrpc;

import java.util.TimeZone;
import org.apache.xmlrpc.common.XmlRpcStreamRequestConfig;

/// Plain XML-RPC in UTF-8: no vendor extensions, no compression, no Java exceptions.
enum StreamConfig implements XmlRpcStreamRequestConfig {
    XAPI;

    @Override
    public boolean isGzipCompressing() {
        return false;
    }

    @Override
    public boolean isGzipRequesting() {
        return false;
    }

    @Override
    public boolean isEnabledForExceptions() {
        return false;
    }

    @Override
    public String getEncoding() {
        return "UTF-8";
    }

    @Override
    public boolean isEnabledForExtensions() {
        return false;
    }

    @Override
    public TimeZone getTimeZone() {
        return TimeZone.getTimeZone("UTC");
    }
}
