package dev.lifeboat.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.TestClient.CallFailed;
import dev.lifeboat.simulator.fault.CallFault;
import dev.lifeboat.simulator.profile.Profile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Where the releases differ, one line of a table for each difference.
@ParameterizedClass
@MethodSource("profiles")
class ProfileTest {
    private static final List<String> ORDER =
            Profile.all().stream().map(Profile::name).toList();

    private final Profile profile;
    private static SmallPool small;

    ProfileTest(Profile profile) {
        this.profile = profile;
    }

    static List<Profile> profiles() {
        return Profile.all();
    }

    @BeforeParameterizedClassInvocation
    static void start(Profile profile) {
        small = SmallPool.start(PoolOptions.quick().profile(profile));
    }

    @AfterParameterizedClassInvocation
    static void end() {
        small.close();
    }

    private boolean since(String release) {
        return ORDER.indexOf(profile.name()) >= ORDER.indexOf(release);
    }

    private Optional<String> code(String method, Object... parameters) {
        return Optional.ofNullable(catchThrowableOfType(
                        CallFailed.class, () -> small.client().call(method, parameters)))
                .map(CallFailed::code);
    }

    @ParameterizedTest(name = "{0}.{1} since {2}")
    @CsvSource({
        "VM, is_default_template, 7.2",
        "VM_guest_metrics, PV_drivers_detected, 7.2",
        "VDI, cbt_enabled, 7.6",
        "network, purpose, 7.6",
        "VM, VUSBs, 7.6",
        "VM, domain_type, 7.6",
        "VM, NVRAM, 8.0",
        "host, certificates, 8.2",
        "VM, VTPMs, 8.3",
        "VM, actions_after_softreboot, 8.3",
        "VM, groups, 8.3",
        "SM, supported_image_formats, 8.3"
    })
    void fieldsAppearWithTheirRelease(String type, String field, String release) {
        var records = small.client().call(type + ".get_all_records");
        assertThat(records).isNotEmpty();
        assertThat(records.iterator().next().has(field)).isEqualTo(since(release));
        var ref = records.fieldNames().next();
        assertThat(code(type + ".get_" + field, ref))
                .isEqualTo(since(release) ? Optional.empty() : Optional.of("MESSAGE_METHOD_UNKNOWN"));
    }

    @ParameterizedTest(name = "{0} since {1}")
    @CsvSource({
        "task.set_status, 7.2",
        "VM.set_is_default_template, 7.2",
        "VM.set_bios_strings, 7.6",
        "VDI.enable_cbt, 7.6",
        "VDI.disable_cbt, 7.6",
        "VDI.data_destroy, 7.6",
        "VDI.list_changed_blocks, 7.6",
        "VDI.get_nbd_info, 7.6",
        "network.add_purpose, 7.6",
        "task.set_progress, 8.2",
        "task.set_result, 8.3",
        "task.set_error_info, 8.3",
        "VTPM.create, 8.3",
        "VM.snapshot, 6.5",
        "VM.get_all_records_where, 6.5",
        "Async.VDI.copy, 6.5"
    })
    void methodsAppearWithTheirRelease(String method, String release) {
        boolean listed = Stream.of(small.client().raw("system.listMethods"))
                .flatMap(names -> {
                    var all = Stream.<String>builder();
                    names.forEach(name -> all.add(name.asText()));
                    return all.build();
                })
                .anyMatch(method::equals);
        assertThat(listed).isEqualTo(since(release));
        var answer = code(method);
        assertThat(answer).contains(since(release) ? "MESSAGE_PARAMETER_COUNT_MISMATCH" : "MESSAGE_METHOD_UNKNOWN");
    }

    @ParameterizedTest(name = "the prototype {0} is nowhere")
    @CsvSource({"VDI.export_changed_blocks", "VDI.revert", "VM.fly"})
    void nobodyHasWhatOnlyPrototypesHad(String method) {
        assertThat(code(method, "OpaqueRef:NULL")).contains("MESSAGE_METHOD_UNKNOWN");
    }

    @Test
    void saysWhichReleaseItIs() {
        var host = small.client().call("host.get_all_records").iterator().next();
        assertThat(host.path("API_version_minor").asInt()).isEqualTo(profile.apiMinor());
        assertThat(host.path("software_version").path("product_version").asText())
                .startsWith(profile.name());
        assertThat(host.path("software_version").path("product_brand").asText())
                .isEqualTo(since("7.6") ? "XCP-ng" : "XenServer");
    }

    @Test
    void aSnapshotTakesThreeArgumentsSince8_3() {
        var vm = small.vm("vm");
        assertThat(code("VM.snapshot", vm, "s", List.of()))
                .isEqualTo(since("8.3") ? Optional.empty() : Optional.of("MESSAGE_PARAMETER_COUNT_MISMATCH"));
        assertThat(code("VM.snapshot", vm, "s")).isEmpty();
    }

    @Test
    void quiescedSnapshotsWentAwayWith81() {
        var vm = small.vm("vm");
        if (since("8.2")) {
            assertThat(code("VM.snapshot_with_quiesce", vm, "q")).contains("MESSAGE_REMOVED");
            return;
        }
        var snapshot = small.client().text("VM.snapshot_with_quiesce", vm, "q");
        assertThat(small.client()
                        .call("VM.get_snapshot_info", snapshot)
                        .path("disk-snapshot-type")
                        .asText())
                .isEqualTo("quiesced");
        assertThat(code("VM.snapshot_with_quiesce", small.vm("still"), "q")).contains("VM_BAD_POWER_STATE");
    }

    @Test
    void jsonIsAnsweredAsTheReleaseDoes() {
        var unknown = "{\"jsonrpc\":\"2.0\",\"method\":\"VM.get_all\",\"params\":[\"OpaqueRef:x\"],\"id\":1}";
        var answer = small.client().post("/jsonrpc", unknown);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .contains(since("7.2") ? "application/json" : "text/xml");
        var body = new String(answer.body(), StandardCharsets.UTF_8);
        if (since("7.6")) {
            assertThat(body).contains("\"error\":{\"code\":1,\"message\":\"SESSION_INVALID\"");
        } else if (since("7.2")) {
            assertThat(body)
                    .contains("\"error\":[\"SESSION_INVALID\",\"OpaqueRef:x\"]")
                    .contains("\"result\":null");
        } else {
            assertThat(body).contains("<name>Status</name><value>Failure</value>");
        }
    }

    @Test
    void jsonFloatsNeedAPointIn72() {
        var call = "{\"jsonrpc\":\"2.0\",\"method\":\"event.from\",\"params\":[\"%s\",[\"pool\"],\"\",%s],\"id\":1}";
        var session = small.client().session();
        if (since("7.2")) {
            var whole = small.client().post("/jsonrpc", call.formatted(session, "0"));
            assertThat(new String(whole.body(), StandardCharsets.UTF_8).contains("XMLRPC_UNMARSHAL"))
                    .isEqualTo(!since("7.6"));
            var point = small.client().post("/jsonrpc", call.formatted(session, "0.1"));
            assertThat(new String(point.body(), StandardCharsets.UTF_8)).contains("valid_ref_counts");
        }
    }

    @Test
    void anOperationInProgressIsToldInFullOnlyByNewerReleases() {
        var vm = small.vm("vm");
        small.pool().control().faults().next("VM.snapshot", 1, new CallFault.Stuck());
        var task = small.client().text("Async.VM.snapshot", vm, "slow");
        while (small.client().call("VM.get_current_operations", vm).isEmpty()) {
            Thread.onSpinWait();
        }
        var error = catchThrowableOfType(CallFailed.class, () -> small.client().call("VM.clean_shutdown", vm));
        assertThat(error.code()).isEqualTo("OTHER_OPERATION_IN_PROGRESS");
        if (since("7.6")) {
            assertThat(error.parameters()).containsExactly("VM", vm, "snapshot", task);
        } else {
            assertThat(error.parameters()).containsExactly("VM.snapshot", vm);
        }
        small.pool().control().faults().clear();
        assertThat(small.client().finished(task).path("status").asText()).isEqualTo("success");
    }

    @Test
    void typesOfDisksComeWithTheirReleases() {
        var sr = small.client().texts("SR.get_by_name_label", "Shared storage").getFirst();
        var types = Map.of("rrd", "7.2", "pvs_cache", "7.2", "user", "6.5");
        types.forEach((type, release) -> assertThat(code("VDI.create", disk(sr, type)))
                .as(type)
                .isEqualTo(since(release) ? Optional.empty() : Optional.of("INVALID_VALUE")));
        assertThat(code("VDI.create", disk(sr, "cbt_metadata")))
                .contains(since("7.6") ? "VDI_INCOMPATIBLE_TYPE" : "INVALID_VALUE");
    }

    private static Map<String, Object> disk(String sr, String type) {
        return Map.of(
                "SR",
                sr,
                "virtual_size",
                1 << 20,
                "type",
                type,
                "sharable",
                false,
                "read_only",
                false,
                "other_config",
                Map.of());
    }

    @Test
    void ciphersAndVersionsOfTlsAreTheReleases() throws Exception {
        var endpoint = small.pool().endpoint();
        try (var socket = (SSLSocket)
                TestClient.tls(small.pool()).getSocketFactory().createSocket(endpoint.getHost(), endpoint.getPort())) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(socket.getSession().getCipherSuite()).contains(since("7.2") ? "GCM" : "CBC");
        }
        try (var modern = (SSLSocket)
                TestClient.tls(small.pool()).getSocketFactory().createSocket(endpoint.getHost(), endpoint.getPort())) {
            modern.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"});
            var refused = catchThrowableOfType(SSLException.class, modern::startHandshake);
            assertThat(Set.of(refused == null)).containsExactly(!since("8.2"));
        }
    }
}
