package dev.lifeboat.operator.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupNameTest {
    private static final Instant TIME = Instant.parse("2026-11-23T02:30:07Z");

    @ParameterizedTest
    @CsvSource(textBlock = """
        web-01,                                    web-01
        Web Server (prod),                         web-server-prod
        --x--,                                     x
        Büro & Lager,                              b-ro-lager
        日本語,                                     vm
        a-very-long-name-that-nobody-can-remember, a-very-long-name-that-nobody-c
        exactly-thirty-characters-lo-x-more,       exactly-thirty-characters-lo-x
        cut-so-that-a-dash-would-end-it-here,      cut-so-that-a-dash-would-end-i
        """)
    void turnsAnyVmNameIntoANameThatKubernetesAccepts(String vm, String slug) {
        // when
        var name = BackupName.of(vm, TIME, "occasion");

        // then
        assertThat(name).startsWith(slug + "-20261123-023007-").matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
        assertThat(name.length()).isLessThanOrEqualTo(BackupName.MAX_LENGTH);
    }

    @Test
    void givesTheSameOccasionTheSameNameAndAnotherOneAnother() {
        // when
        var name = BackupName.of("web", TIME, "policy/nightly/uuid-1");

        // then
        assertThat(BackupName.of("web", TIME, "policy/nightly/uuid-1")).isEqualTo(name);
        assertThat(BackupName.of("web", TIME, "policy/nightly/uuid-2")).isNotEqualTo(name);
    }

    @Test
    void cutsAResourceNameThatIsTooLongForALabelAndKeepsItApartFromOthers() {
        // given
        var long1 = "p".repeat(100) + "1";
        var long2 = "p".repeat(100) + "2";

        // then
        assertThat(Labels.value("gold")).isEqualTo("gold");
        assertThat(Labels.value(long1)).hasSize(63).isNotEqualTo(Labels.value(long2));
        assertThat(Labels.fits(Labels.value(long1))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"backup, true", "Prod_2.x, true", "backup:gold, false", "two words, false", "-x, false", "'', false"})
    void usesATagAsLabelOnlyWhereNothingOfItIsLost(String tag, boolean fits) {
        assertThat(Labels.fits(tag)).isEqualTo(fits);
    }
}
