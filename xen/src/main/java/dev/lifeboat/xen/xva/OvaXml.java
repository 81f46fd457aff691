package dev.lifeboat.xen.xva;

import dev.lifeboat.xen.stream.MalformedStreamException;
import dev.lifeboat.xen.xmlrpc.MalformedXmlRpcException;
import dev.lifeboat.xen.xmlrpc.TypedValue;
import dev.lifeboat.xen.xmlrpc.TypedValue.Array;
import dev.lifeboat.xen.xmlrpc.TypedValue.Struct;
import dev.lifeboat.xen.xmlrpc.TypedValueReader;
import dev.lifeboat.xen.xmlrpc.TypedValueWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What an archive says of the VM in it: the first entry, a bare XML-RPC value. What is not changed is written
/// as it was read, tags of values and order of fields included.
public final class OvaXml {

    /// Its entry's name.
    static final String NAME = "ova.xml";

    private static final String VM = "VM";

    private final Struct root;
    private final SequencedMap<String, OvaObject> objects;

    private OvaXml(Struct root, SequencedMap<String, OvaObject> objects) {
        this.root = root;
        this.objects = objects;
    }

    /// An archive of our own.
    ///
    /// @param objects whose refs lead to each other or are `OpaqueRef:NULL`
    /// @throws IllegalArgumentException two of them have one ref
    public static OvaXml of(OvaVersion version, List<OvaObject> objects) {
        var byRef = new LinkedHashMap<String, OvaObject>();
        for (var object : objects) {
            if (byRef.put(object.ref(), object) != null) {
                throw new IllegalArgumentException("Two objects are called " + object.ref());
            }
        }
        return new OvaXml(new Struct(Map.of()).with("version", version.struct()), byRef);
    }

    /// Takes it apart.
    public static OvaXml parse(byte[] document) throws MalformedStreamException {
        TypedValue value;
        try {
            value = TypedValueReader.read(document);
        } catch (MalformedXmlRpcException e) {
            throw new MalformedStreamException("The XVA's ova.xml is malformed: " + e.getMessage(), e);
        }
        if (!(value instanceof Struct root && root.members().get("objects") instanceof Array(var entries))) {
            throw new MalformedStreamException("The XVA's ova.xml has no list of objects");
        }
        var objects = new LinkedHashMap<String, OvaObject>();
        for (var entry : entries) {
            var object = OvaObject.of(entry instanceof Struct struct ? struct : new Struct(Map.of()));
            if (object.ref().isEmpty() || objects.putIfAbsent(object.ref(), object) != null) {
                throw new MalformedStreamException(
                        "The XVA's ova.xml has two objects or a nameless one under the id '" + object.ref() + "'");
            }
        }
        return new OvaXml(root, objects);
    }

    public byte[] bytes() {
        var entries = objects.values().stream()
                .map(OvaObject::entry)
                .map(TypedValue.class::cast)
                .toList();
        return TypedValueWriter.write(root.with("objects", new Array(entries)));
    }

    /// Product, version of xapi and of the format, as the archive has them.
    public Struct version() {
        return root.struct("version");
    }

    /// Objects of one class, in the archive's order.
    public List<OvaObject> objects(String type) {
        return objects.values().stream()
                .filter(object -> object.type().equals(type))
                .toList();
    }

    public Optional<OvaObject> find(String ref) {
        return Optional.ofNullable(objects.get(ref));
    }

    /// The VM itself; a plain export has one.
    public Optional<OvaObject> vm() {
        return objects(VM).stream().findFirst();
    }

    /// Disks whose bytes the archive has to hold, in the order in which they come: what the VM's disk drives
    /// hold, and its memory where it was exported suspended. CDs are only spoken of.
    ///
    /// @throws MalformedStreamException a disk has no size
    public List<XvaDisk> disks() throws MalformedStreamException {
        var disks = new TreeMap<String, XvaDisk>();
        for (var drive : objects("VBD")) {
            if (drive.fields().text("type").equals("Disk")) {
                add(disks, drive.fields().text("VDI"));
            }
        }
        for (var vm : objects(VM)) {
            add(disks, vm.fields().text("suspend_VDI"));
        }
        return List.copyOf(disks.values());
    }

    private void add(Map<String, XvaDisk> disks, String ref) throws MalformedStreamException {
        var disk = disk(ref);
        if (disk.isPresent() && !onIsoStorage(ref)) {
            disks.put(ref, disk.get());
        }
    }

    private boolean onIsoStorage(String vdi) {
        return find(vdi)
                .flatMap(object -> find(object.fields().text("SR")))
                .map(storage -> storage.fields().text("content_type").equals("iso"))
                .orElse(false);
    }

    /// A VDI of the archive, in a drive or not.
    Optional<XvaDisk> disk(String ref) throws MalformedStreamException {
        var vdi = find(ref).filter(object -> object.type().equals("VDI"));
        if (vdi.isEmpty()) {
            return Optional.empty();
        }
        var fields = vdi.get().fields();
        try {
            long sizeBytes = Long.parseLong(fields.text("virtual_size"));
            if (sizeBytes < 0) {
                throw new NumberFormatException("negative");
            }
            return Optional.of(new XvaDisk(ref, fields.text("uuid"), fields.text("name_label"), sizeBytes));
        } catch (NumberFormatException e) {
            throw new MalformedStreamException(
                    "The XVA's disk " + ref + " has the size '" + fields.text("virtual_size") + "'", e);
        }
    }

    /// The same with the VM under another name.
    public OvaXml named(String nameLabel) {
        return edit(VM, vm -> vm.with("name_label", TypedValue.text(nameLabel)));
    }

    /// The same with the VM as one that can be started: a snapshot is a template by nature, and an archive of it
    /// would be imported as one.
    public OvaXml notATemplate() {
        return edit(VM, vm -> {
            var config = vm.fields().struct("other_config").without("default_template");
            var edited = vm.with("is_a_template", TypedValue.bool(false)).with("other_config", config);
            return vm.fields().members().containsKey("is_default_template")
                    ? edited.with("is_default_template", TypedValue.bool(false))
                    : edited;
        });
    }

    /// The same with all objects of a class changed. Their classes and refs stay, and so do sizes of disks: the
    /// blocks that follow depend on them.
    ///
    /// @throws IllegalArgumentException a class, a ref or a size was changed
    public OvaXml edit(String type, UnaryOperator<OvaObject> change) {
        var edited = new LinkedHashMap<String, OvaObject>();
        objects.forEach((ref, object) ->
                edited.put(ref, object.type().equals(type) ? checked(object, change.apply(object)) : object));
        return new OvaXml(root, edited);
    }

    private static OvaObject checked(OvaObject before, OvaObject after) {
        boolean same = after.type().equals(before.type())
                && after.ref().equals(before.ref())
                && after.fields().text("virtual_size").equals(before.fields().text("virtual_size"));
        if (!same) {
            throw new IllegalArgumentException(
                    "An edit of " + before.ref() + " changes what the blocks of the archive depend on");
        }
        return after;
    }
}
