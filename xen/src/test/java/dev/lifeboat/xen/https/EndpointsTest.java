package dev.lifeboat.xen.https;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.2, https://10.0.0.1, https://10.0.0.2",
        "10.0.0.2, https://10.0.0.1:8443, https://10.0.0.2:8443",
        "10.0.0.2:9443, https://10.0.0.1:8443, https://10.0.0.2:9443",
        "xen2.example, https://xen1.example:8443, https://xen2.example:8443",
        "fd00::2, https://[fd00::1]:8443, https://[fd00::2]:8443",
        "::1, https://127.0.0.1, https://[::1]",
        "[fd00::2], https://[fd00::1]:8443, https://[fd00::2]:8443",
        "[fd00::2]:9443, https://[fd00::1], https://[fd00::2]:9443",
    })
    void keepsThePortUnlessTheAddressNamesOne(String address, URI known, URI expected) {
        assertThat(Endpoints.resolve(address, known)).isEqualTo(expected);
    }
}
