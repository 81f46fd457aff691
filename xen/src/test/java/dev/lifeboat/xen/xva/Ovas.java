package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.xmlrpc.TypedValue;
import dev.lifeboat.xen.xmlrpc.TypedValue.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Descriptions of VMs with disks.
final class Ovas {

    static final OvaVersion VERSION =
            new OvaVersion("xen1", "2024-01-31", "8.2.1", "XCP-ng", "release/yangtze/master/58", 1, 20);

    private Ovas() {}

    /// A VM with these disks, an ISO, and an empty CD drive.
    static OvaXml of(Map<String, Long> sizes) {
        var objects = new ArrayList<OvaObject>();
        objects.add(object("VM", "Ref:0", Map.of("name_label", "web", "is_a_template", true)));
        objects.add(object("SR", "Ref:1", Map.of("content_type", "iso")));
        objects.add(object("SR", "Ref:2", Map.of("content_type", "user")));
        objects.add(object("VDI", "Ref:900", vdi("iso", 1 << 20, "Ref:1")));
        objects.add(object("VBD", "Ref:901", Map.of("type", "CD", "VDI", "Ref:900")));
        objects.add(object("VBD", "Ref:902", Map.of("type", "CD", "VDI", "OpaqueRef:NULL")));
        int drive = 5000;
        for (var disk : sizes.entrySet()) {
            objects.add(object("VDI", disk.getKey(), vdi("disk", disk.getValue(), "Ref:2")));
            objects.add(object("VBD", "Ref:" + drive++, Map.of("type", "Disk", "VDI", disk.getKey())));
        }
        return OvaXml.of(VERSION, objects);
    }

    static OvaXml oneDisk(long sizeBytes) {
        return of(Map.of("Ref:3", sizeBytes));
    }

    private static Map<String, Object> vdi(String name, long sizeBytes, String storage) {
        return Map.of("uuid", "uuid of " + name, "name_label", name, "virtual_size", sizeBytes, "SR", storage);
    }

    private static OvaObject object(String type, String ref, Map<String, Object> fields) {
        return new OvaObject(type, ref, (Struct) TypedValue.of(new LinkedHashMap<>(fields)));
    }

    static List<String> names(List<XvaDisk> disks) {
        return disks.stream().map(XvaDisk::ref).toList();
    }
}
