package dev.lifeboat.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.generator.annotation.ValidationRule;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A request that has been made stays what it is: whoever adds a field to one decides here whether it may change.
class FixedFieldsTest {

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(VmBackupSpec.class, Set.of("cancel", "deletionPolicy")),
                Arguments.of(VmRestoreSpec.class, Set.of("cancel")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void allFieldsButThoseNamedAreComparedWithTheOldOnes(Class<? extends Record> spec, Set<String> mayChange) {
        var rule = Stream.of(spec.getAnnotationsByType(ValidationRule.class))
                .filter(each -> each.message().contains("cannot change after it was created"))
                .map(ValidationRule::value)
                .findFirst()
                .orElseThrow();

        assertThat(Stream.of(spec.getRecordComponents()).map(RecordComponent::getName))
                .allSatisfy(field -> assertThat(rule.contains("self." + field + " == oldSelf." + field))
                        .as(field)
                        .isEqualTo(!mayChange.contains(field)));
    }
}
