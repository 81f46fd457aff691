package dev.lifeboat.simulator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    private final Schema schema = Schema.ofApiMinor(21);
    private final Database database = new Database(schema);
    private final Entity vm = database.insert(
            "VM", Map.of("name_label", "web (1)", "is_a_snapshot", true, "VCPUs_max", 4L, "tags", List.of("a")));

    private boolean matches(String expression) {
        return FilterParser.parse(expression, schema.require("VM")).test(vm);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | true",
                "false | false",
                "not true | false",
                "not(false) | true",
                "field \"is_a_snapshot\"=\"true\" | true",
                "field\"is_a_snapshot\" = \"false\" | false",
                "field \"name__label\"=\"web (1)\" | true",
                "field \"VCPUs__max\"=\"4\" | true",
                "field \"other_config\"=\"()\" | true",
                "field \"tags\"=\"('a')\" | true",
                "\"a\"=\"a\" | true",
                "true or true and false | false",
                "true or (true and false) | true",
                "(field \"is_a_snapshot\"=\"true\") and (field \"power_state\"=\"Halted\") | true"
            })
    void evaluatesExpressions(String expression, boolean expected) {
        assertThat(matches(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "maybe",
                "field \"name_label\"=\"x\"",
                "(true",
                "true true",
                "field \"is_a_snapshot\"!=\"true\"",
                "field \"is_a_snapshot\"=\"true"
            })
    void refusesWhatIsNotInTheGrammar(String expression) {
        assertThatThrownBy(() -> matches(expression)).isInstanceOf(XapiError.class);
    }
}
