package dev.lifeboat.devcluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathMappingTest {
    private static final PathMapping MAPPING = PathMapping.of(
            Map.of("/etc/agent", Path.of("/l/a"), "/etc/agent/tls", Path.of("/l/t"), "/data/", Path.of("/l/d")));

    @ParameterizedTest
    @CsvSource({
        "/etc/agent, /l/a",
        "/etc/agent/order.json, /l/a/order.json",
        "/etc/agent/tls/ca.crt, /l/t/ca.crt",
        "--order=/etc/agent/order.json, --order=/l/a/order.json",
        "file:///data/x, file:///l/d/x",
        "/etc/agent:/data, /l/a:/l/d",
        "/etc/agents/x, /etc/agents/x",
        "/etc/agent-x, /etc/agent-x",
        "/mnt/etc/agent, /mnt/etc/agent",
        "etc/agent, etc/agent"
    })
    void mountPathsBecomeLocalOnes(String text, String expected) {
        assertThat(MAPPING.apply(text)).isEqualTo(expected);
    }
}
