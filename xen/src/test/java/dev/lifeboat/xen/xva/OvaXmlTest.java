package dev.lifeboat.xen.xva;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lifeboat.xen.stream.MalformedStreamException;
import dev.lifeboat.xen.xmlrpc.TypedValue;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class OvaXmlTest {

    private static final String DOCUMENT = "<value><struct><member><name>version</name><value><struct>"
            + "<member><name>product_version</name><value>8.2.1</value></member>"
            + "<member><name>export_vsn</name><value>2</value></member></struct></value></member>"
            + "<member><name>objects</name><value><array><data>"
            + object(
                    "VM",
                    "Ref:0",
                    "<member><name>name_label</name><value>a &amp; b &lt;c&gt;  \u00e9</value></member>"
                        + "<member><name>is_a_template</name><value><boolean>1</boolean></value></member>"
                        + "<member><name>is_default_template</name><value><boolean>1</boolean></value></member>"
                        + "<member><name>snapshot_time</name><value><dateTime.iso8601>19700101T00:00:00Z</dateTime.iso8601>"
                        + "</value></member>"
                        + "<member><name>HVM_shadow_multiplier</name><value><double>1</double></value></member>"
                        + "<member><name>other_config</name><value><struct><member><name>default_template</name>"
                        + "<value>true</value></member><member><name>x</name><value/></member></struct></value></member>"
                        + "<member><name>nothing</name><value><nil/></value></member>"
                        + "<member><name>suspend_VDI</name><value>Ref:9</value></member>")
            + object(
                    "VBD",
                    "Ref:1",
                    "<member><name>type</name><value>Disk</value></member>"
                            + "<member><name>VDI</name><value>Ref:7</value></member>")
            + object("VDI", "Ref:7", "<member><name>virtual_size</name><value>4096</value></member>")
            + object("VDI", "Ref:9", "<member><name>virtual_size</name><value>8192</value></member>")
            + "</data></array></value></member></struct></value>";

    private static String object(String type, String ref, String fields) {
        return "<value><struct><member><name>class</name><value>" + type + "</value></member><member><name>id</name>"
                + "<value>" + ref + "</value></member><member><name>snapshot</name><value><struct>" + fields
                + "</struct></value></member></struct></value>";
    }

    private static OvaXml parse(String document) throws MalformedStreamException {
        return OvaXml.parse(document.getBytes(UTF_8));
    }

    @Test
    void whatIsNotChangedIsWrittenAsItWasRead() throws Exception {
        String written = new String(parse(DOCUMENT).bytes(), UTF_8);

        assertThat(written).isEqualTo(DOCUMENT.replace("<value/>", "<value></value>"));
    }

    @Test
    void disksAreThoseOfDiskDrivesAndTheMemoryOfASuspendedVm() throws Exception {
        assertThat(parse(DOCUMENT).disks())
                .extracting(XvaDisk::ref, XvaDisk::sizeBytes)
                .containsExactly(Tuple.tuple("Ref:7", 4096L), Tuple.tuple("Ref:9", 8192L));
    }

    @Test
    void aSnapshotIsMadeAVmUnderAnotherName() throws Exception {
        var edited = parse(new String(
                parse(DOCUMENT).named("it's <\"new\">").notATemplate().bytes(), UTF_8));

        var vm = edited.vm().orElseThrow().fields();
        assertThat(vm.text("name_label")).isEqualTo("it's <\"new\">");
        assertThat(vm.text("is_a_template")).isEqualTo("0");
        assertThat(vm.text("is_default_template")).isEqualTo("0");
        assertThat(vm.struct("other_config").members()).containsOnlyKeys("x");
        assertThat(vm.members().get("snapshot_time"))
                .isEqualTo(new TypedValue.Scalar("dateTime.iso8601", "19700101T00:00:00Z"));
        assertThat(edited.version().text("product_version")).isEqualTo("8.2.1");
    }

    @Test
    void whatTheBlocksDependOnCannotBeEdited() throws Exception {
        var ova = parse(DOCUMENT);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ova.edit("VDI", vdi -> vdi.with("virtual_size", TypedValue.text("1"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ova.edit("VDI", vdi -> new OvaObject("VDI", "Ref:8", vdi.fields())));
        assertThat(ova.edit("VDI", vdi -> vdi.with("name_label", TypedValue.text("n")))
                        .find("Ref:7")
                        .orElseThrow()
                        .fields()
                        .text("name_label"))
                .isEqualTo("n");
    }

    @Test
    void carriageReturnsAndBlanksSurvive() throws Exception {
        var ova = parse(DOCUMENT).named(" a\r\nb\tc ");

        assertThat(parse(new String(ova.bytes(), UTF_8))
                        .vm()
                        .orElseThrow()
                        .fields()
                        .text("name_label"))
                .isEqualTo(" a\r\nb\tc ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(DOCUMENT).named("\u0001").bytes());
    }

    @Test
    void documentsThatAreNoneAreRefused() {
        String bomb = "<!DOCTYPE value [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
        String outside = "<!DOCTYPE value [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><value>&a;</value>";
        for (var document : List.of(
                "",
                "x",
                "<value>",
                "<value></value>",
                "<value>text</value>",
                "<value><struct></struct></value><value/>",
                "<methodResponse/>",
                "<value><object/></value>",
                "<value>x<int>1</int></value>",
                "<value><int>1</int>x</value>",
                "<value><struct><member><value>1</value></member></struct></value>",
                "<value><struct><member><name>a</name></member></struct></value>",
                "<value><array><value>1</value></array></value>",
                "<value>" + "<array><data><value>".repeat(10_000),
                bomb + "<value>&b;</value>",
                outside,
                DOCUMENT.replace("Ref:1<", "Ref:0<"),
                DOCUMENT.replace("Ref:1<", "<"))) {
            assertThatExceptionOfType(MalformedStreamException.class)
                    .as(document.substring(0, Math.min(100, document.length())))
                    .isThrownBy(() -> parse(document));
        }
    }

    @Test
    void sizesThatAreNoneAreRefused() {
        for (var size : List.of("", "-1", "x", "99999999999999999999", "1.5")) {
            assertThatExceptionOfType(MalformedStreamException.class)
                    .isThrownBy(() ->
                            parse(DOCUMENT.replace(">4096<", ">" + size + "<")).disks())
                    .withMessageContaining("Ref:7 has the size '" + size + "'");
        }
    }
}
