package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.xmlrpc.TypedValue;
import dev.lifeboat.xen.xmlrpc.TypedValue.Struct;
import java.util.Map;

/// An object in `ova.xml`: a record of the pool whose refs lead to other objects of the same archive.
///
/// @param type its XAPI class, for instance `VM`
/// @param ref its id in the archive, for instance `Ref:0`
public record OvaObject(String type, String ref, Struct fields) {

    static final String NULL_REF = "OpaqueRef:NULL";

    static OvaObject of(Struct entry) {
        return new OvaObject(entry.text("class"), entry.text("id"), entry.struct("snapshot"));
    }

    Struct entry() {
        return new Struct(Map.of())
                .with("class", TypedValue.text(type))
                .with("id", TypedValue.text(ref))
                .with("snapshot", fields);
    }

    /// The same with one field replaced or added.
    public OvaObject with(String field, TypedValue value) {
        return new OvaObject(type, ref, fields.with(field, value));
    }
}
