package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.xmlrpc.TypedValue;
import dev.lifeboat.xen.xmlrpc.TypedValue.Struct;
import java.util.Map;

/// Who wrote an archive. A host refuses one whose version of xapi is newer than its own.
public record OvaVersion(
        String hostname,
        String date,
        String productVersion,
        String productBrand,
        String buildNumber,
        int xapiMajor,
        int xapiMinor) {

    /// With a checksum after each block.
    private static final String EXPORT_VERSION = "2";

    Struct struct() {
        return new Struct(Map.of())
                .with("hostname", TypedValue.text(hostname))
                .with("date", TypedValue.text(date))
                .with("product_version", TypedValue.text(productVersion))
                .with("product_brand", TypedValue.text(productBrand))
                .with("build_number", TypedValue.text(buildNumber))
                .with("xapi_major", TypedValue.text(Integer.toString(xapiMajor)))
                .with("xapi_minor", TypedValue.text(Integer.toString(xapiMinor)))
                .with("export_vsn", TypedValue.text(EXPORT_VERSION));
    }
}
