package dev.lifeboat.xen.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/// A pool of many VMs that exists only while it is written to the wire: `event.from` tells of every object with
/// records as long as real ones, and then of one renamed VM after the other.
public final class LargePool implements AutoCloseable {

    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\nconnection: close\r\n\r\n";
    private static final String NULL = "OpaqueRef:NULL";

    private final FakeHost host;
    private final int vms;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong renamed = new AtomicLong();

    public LargePool(int vms) throws Exception {
        this.vms = vms;
        this.host = new FakeHost(FakePool.selfSigned("CN=xen1").buildSelfSigned());
        host.on("POST /", (request, socket, out) -> {
            answer(Xml.call(request.readBody()), out);
            socket.close();
        });
    }

    public FakeHost host() {
        return host;
    }

    /// Of the first batch of events.
    public long bytesTold() {
        return bytes.get();
    }

    private void answer(Xml.Call call, OutputStream out) throws IOException {
        if (!call.method().equals("event.from")) {
            out.write(HEAD.getBytes(ISO_8859_1));
            out.write(Xml.success("OpaqueRef:session"));
            out.flush();
            return;
        }
        var counting = new BufferedOutputStream(out, 64 << 10);
        counting.write(HEAD.getBytes(ISO_8859_1));
        write(
                counting,
                "<methodResponse><params><param><value><struct><member><name>Status</name><value>Success</value>"
                    + "</member><member><name>Value</name><value><struct><member><name>events</name><value><array><data>");
        if (call.parameters().get(2).equals("")) {
            everything(counting);
        } else {
            vm(counting, (int) (renamed.getAndIncrement() % vms), "renamed");
        }
        write(
                counting,
                "</data></array></value></member><member><name>token</name><value>1,1</value></member>"
                        + "<member><name>valid_ref_counts</name><value><struct><member><name>vm</name><value><i4>"
                        + 2 * vms
                        + "</i4></value></member></struct></value></member></struct></value></member></struct></value></param>"
                        + "</params></methodResponse>");
        counting.flush();
    }

    private void everything(OutputStream out) throws IOException {
        event(out, "pool", ref("pool", 0), field("master", ref("host", 0)) + field("name_label", "large"));
        event(out, "host", ref("host", 0), field("address", "127.0.0.1") + field("name_label", "xen1"));
        event(out, "sr", ref("SR", 0), field("physical_size", "1") + field("physical_utilisation", "1"));
        event(out, "network", ref("network", 0), field("name_label", "lan"));
        for (int number = 0; number < vms; number++) {
            vm(out, number, "vm");
            snapshot(out, number);
            for (int disk = 2 * number; disk < 2 * number + 2; disk++) {
                drive(out, number, disk);
            }
            nic(out, number);
        }
    }

    private void vm(OutputStream out, int number, String name) throws IOException {
        event(
                out,
                "vm",
                ref("VM", number),
                field("name_label", name + " " + number)
                        + common()
                        + raw("VBDs", refs("VBD", 2 * number) + refs("VBD", 2 * number + 1))
                        + raw("VIFs", refs("VIF", number))
                        + field("guest_metrics", ref("guest", number))
                        + raw("tags", "<value>production</value>")
                        + map("other_config", "mac_seed", uuid("seed", number), "base_template_name", "Debian 12")
                        + map("platform", "acpi", "1", "apic", "true", "viridian", "false", "vga", "std")
                        + field("last_booted_record", "x".repeat(3_000)));
    }

    private void snapshot(OutputStream out, int number) throws IOException {
        event(
                out,
                "vm",
                ref("snapshot", number),
                field("name_label", "daily")
                        + common()
                        + flag("is_a_snapshot")
                        + field("snapshot_of", ref("VM", number))
                        + field("snapshot_metadata", "&lt;value&gt;x&lt;/value&gt;".repeat(200)));
    }

    private static String common() {
        return field("power_state", "Halted")
                + field("memory_dynamic_max", "4294967296")
                + field("VCPUs_at_startup", "4")
                + field("snapshot_time", "20260101T00:00:00Z")
                + field("recommendations", "&lt;restriction field=&quot;x&quot;/&gt;".repeat(40))
                + field("resident_on", NULL)
                + map("HVM_boot_params", "order", "cdn", "firmware", "uefi");
    }

    private void drive(OutputStream out, int number, int disk) throws IOException {
        event(
                out,
                "vbd",
                ref("VBD", disk),
                field("VM", ref("VM", number))
                        + field("VDI", ref("VDI", disk))
                        + field("type", "Disk")
                        + field("userdevice", "" + disk % 2)
                        + field("mode", "RW")
                        + field("filler", "y".repeat(700)));
        event(
                out,
                "vdi",
                ref("VDI", disk),
                field("name_label", "disk " + disk)
                        + field("virtual_size", "107374182400")
                        + field("SR", ref("SR", 0))
                        + field("type", "user")
                        + map("sm_config", "vhd-parent", uuid("base", disk))
                        + field("filler", "z".repeat(1_200)));
    }

    private void nic(OutputStream out, int number) throws IOException {
        event(
                out,
                "vif",
                ref("VIF", number),
                field("device", "0")
                        + field("network", ref("network", 0))
                        + field("MAC", "aa:bb:cc:00:00:01")
                        + field("filler", "v".repeat(700)));
        event(
                out,
                "vm_guest_metrics",
                ref("guest", number),
                map("os_version", "name", "Debian GNU/Linux 12", "distro", "debian")
                        + map("PV_drivers_version", "major", "7", "minor", "30", "micro", "0")
                        + map("networks", "0/ip", "10.0." + number / 250 + "." + number % 250));
    }

    private void event(OutputStream out, String type, String ref, String fields) throws IOException {
        write(
                out,
                "<value><struct>" + field("id", "1") + field("timestamp", "0.0") + field("class", type)
                        + field("operation", "add") + field("ref", ref)
                        + "<member><name>snapshot</name><value><struct>" + field("uuid", ref.substring(10)) + fields
                        + "</struct></value></member></struct></value>");
    }

    private void write(OutputStream out, String text) throws IOException {
        bytes.addAndGet(text.length());
        out.write(text.getBytes(UTF_8));
    }

    private static String field(String name, String text) {
        return "<member><name>" + name + "</name><value>" + text + "</value></member>";
    }

    private static String flag(String name) {
        return field(name, "<boolean>1</boolean>");
    }

    private static String raw(String name, String values) {
        return field(name, "<array><data>" + values + "</data></array>");
    }

    private static String map(String name, String... entries) {
        var members = new StringBuilder();
        for (int index = 0; index < entries.length; index += 2) {
            members.append(field(entries[index], entries[index + 1]));
        }
        return field(name, "<struct>" + members + "</struct>");
    }

    private static String refs(String type, int number) {
        return "<value>" + ref(type, number) + "</value>";
    }

    private static String ref(String type, int number) {
        return "OpaqueRef:" + uuid(type, number);
    }

    private static String uuid(String type, int number) {
        return String.format("%08x-0000-4000-8000-%012x", type.hashCode(), number);
    }

    @Override
    public void close() throws IOException {
        host.close();
    }
}
