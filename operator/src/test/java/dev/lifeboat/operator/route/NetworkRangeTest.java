package dev.lifeboat.operator.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.1.255.255, true",
        "10.1.0.0/16, 10.2.0.0, false",
        "10.1.128.0/17, 10.1.127.255, false",
        "10.1.128.0/17, 10.1.128.0, true",
        "10.0.0.1/32, 10.0.0.1, true",
        "10.0.0.1/32, 10.0.0.2, false",
        "0.0.0.0/0, 192.168.1.1, true",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe80::1, false",
        "fd00::/8, 10.0.0.1, false",
        "::/0, 10.0.0.1, false"
    })
    void aRangeHoldsTheAddressesThatShareItsPrefix(String range, String address, boolean inside) {
        assertThat(NetworkRange.parse(range).contains(address)).isEqualTo(inside);
    }

    @Test
    void whatIsNoRangeIsRefused() {
        for (var text : new String[] {"10.0.0.0", "10.0.0.0/33", "host/8", "10.0.0.0/x"}) {
            assertThatThrownBy(() -> NetworkRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
