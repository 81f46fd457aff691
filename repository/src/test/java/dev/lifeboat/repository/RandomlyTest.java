package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(
        named = "randomly.seed",
        matches = ".*",
        disabledReason = "one seed is wanted: nothing is drawn")
class RandomlyTest {

    @Test
    void everyTryHasAnotherSeed() {
        var seen = new HashSet<Long>();

        Randomly.tries(50, random -> seen.add(random.nextLong()));

        assertThat(seen).hasSizeGreaterThan(45);
    }

    @Test
    void aFailureNamesTheSeedThatRepeatsIt() {
        var drawn = new ArrayList<Long>();

        var failure = catchThrowable(() -> Randomly.tries(20, random -> {
            drawn.add(random.nextLong());
            throw new IllegalStateException("no");
        }));

        var seed = failure.getMessage().replaceAll("With seed (\\d+) .*", "$1");
        assertThat(drawn).hasSize(1).containsExactly(new Random(Long.parseLong(seed)).nextLong());
    }
}
