package dev.lifeboat.devcluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableExpansionTest {
    @ParameterizedTest
    @CsvSource({"$(A), one", "x$(A)y, xoney", "$(NONE), $(NONE)", "$$(A), $(A)", "$A, $A", "$(A)$(A), oneone"})
    void knownNamesAreReplaced(String text, String expected) {
        assertThat(VariableExpansion.expand(text, Map.of("A", "one"))).isEqualTo(expected);
    }
}
