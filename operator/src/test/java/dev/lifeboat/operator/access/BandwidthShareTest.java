package dev.lifeboat.operator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.crds.Bandwidth;
import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandwidthShareTest {
    @ParameterizedTest
    @CsvSource({
        "100Mi, 1, 104857600",
        "100Mi, 4, 26214400",
        "100M, 3, 33333333",
        "1Gi, 256, 4194304",
        "1048576, 4, 262144",
        // A namespace without pools: whoever asks is alone.
        "10Mi, 0, 10485760",
        "20Ei, 1, 9223372036854775807"
    })
    void togetherTheyAreNeverAboveTheLimit(String rate, int agents, long share) {
        assertThat(BandwidthShare.of(new Bandwidth(new Quantity(rate)), agents)).hasValue(share);
    }

    @Test
    void withoutALimitThereIsNone() {
        assertThat(BandwidthShare.of(null, 4)).isEmpty();
    }

    @Test
    void whatIsTooLittleToShareIsRefused() {
        assertThatThrownBy(() -> BandwidthShare.of(new Bandwidth(new Quantity("3")), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limits.bandwidth.rate 3 is too little for 4 agents");
    }
}
