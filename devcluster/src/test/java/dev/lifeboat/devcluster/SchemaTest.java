package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.devcluster.json.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    private static final String SPEC = """
        {type: object, required: [size], properties: {
          size: {type: integer, minimum: 1, maximum: 10}, big: {type: integer, format: int32},
          ratio: {type: number, minimum: 0, exclusiveMinimum: true}, flag: {type: boolean},
          color: {type: string, enum: [red, green], default: green},
          name: {type: string, minLength: 2, maxLength: 4, pattern: '^[a-z]+$'},
          at: {type: string, format: date-time}, wait: {type: string, format: duration},
          amount: {x-kubernetes-int-or-string: true}, maybe: {type: string, nullable: true},
          free: {type: object, x-kubernetes-preserve-unknown-fields: true},
          list: {type: array, minItems: 1, maxItems: 2, items: {type: string, maxLength: 3}},
          names: {type: array, x-kubernetes-list-type: set, items: {type: string}},
          choice: {type: object, properties: {a: {type: string}, b: {type: string}}, oneOf: [{required: [a]}, {required: [b]}]},
          map: {type: object, maxProperties: 1, additionalProperties: {type: integer}},
          nested: {type: object, default: {}, properties: {deep: {type: integer, default: 7}}},
          parts: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items:
            {type: object, required: [name], properties: {name: {type: string}, count: {type: integer, default: 3}}}}}}
        """.replace("\n", " ");

    @BeforeAll
    static void define() {
        assertThat(CLUSTER.post(Widgets.DEFINITIONS, Widgets.definition("widgets", SPEC))
                        .code())
                .isEqualTo(201);
        CLUSTER.namespace("ns");
    }

    private static TestCluster.Answer create(String name, String spec, String query) {
        return CLUSTER.post(Widgets.path("widgets", "ns") + query, Widgets.object("widgets", name, spec));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                              | spec.size      | Required value
        {size: 0}                       | spec.size      | should be greater than or equal to 1
        {size: 11}                      | spec.size      | should be less than or equal to 10
        {size: a}                       | spec.size      | must be of type integer
        {size: 1.5}                     | spec.size      | must be of type integer
        {size: 1, big: 3000000000}      | spec.big       | must be of type int32
        {size: 1, ratio: 0}             | spec.ratio     | should be greater than 0
        {size: 1, flag: 'x'}            | spec.flag      | must be of type boolean
        {size: 1, color: blue}          | spec.color     | supported values: "red", "green"
        {size: 1, name: a}              | spec.name      | at least 2 chars
        {size: 1, name: abcde}          | spec.name      | at most 4 chars
        {size: 1, name: 'AB'}           | spec.name      | should match '^[a-z]+$'
        {size: 1, at: 'today'}          | spec.at        | must be of type date-time
        {size: 1, wait: 'long'}         | spec.wait      | must be of type duration
        {size: 1, amount: true}         | spec.amount    | must be of type integer,string
        {size: 1, list: []}             | spec.list      | at least 1 items
        {size: 1, list: [a, b, c]}      | spec.list      | at most 2 items
        {size: 1, list: [a, abcd]}      | spec.list[1]   | at most 3 chars
        {size: 1, names: [a, a]}        | spec.names[1]  | Duplicate value
        {size: 1, choice: {a: x, b: y}} | spec.choice    | one and only one schema
        {size: 1, map: {a: 1, b: 2}}    | spec.map       | at most 1 properties
        {size: 1, map: {a: x}}          | spec.map[a]    | must be of type integer
        {size: 1, parts: [{count: 1}]}  | spec.parts[0].name | Required value
        {size: 1, parts: [{name: a}, {name: a}]} | spec.parts[1] | Duplicate value
        """)
    void whatTheSchemaForbidsIsRefused(String spec, String field, String message) {
        var refused = create("bad", spec, "");

        assertThat(refused.code()).isEqualTo(422);
        var cause = refused.at("details", "causes").path(0);
        assertThat(cause.path("field").asText()).isEqualTo(field);
        assertThat(cause.path("message").asText()).contains(message);
    }

    @Test
    void absentFieldsGetTheirDefaultsInwards() {
        var created = create("defaults", "{size: 1, parts: [{name: a}]}", "");

        assertThat(created.text("spec", "color")).isEqualTo("green");
        assertThat(created.at("spec", "nested", "deep").asInt()).isEqualTo(7);
        assertThat(created.at("spec", "parts").path(0).path("count").asInt()).isEqualTo(3);
    }

    @Test
    void nullsGoUnlessAllowed() {
        var created = create("nulls", "{size: 1, name: null, color: null, maybe: null}", "");

        assertThat(created.code()).isEqualTo(201);
        assertThat(created.at("spec").has("name")).isFalse();
        assertThat(created.text("spec", "color")).isEqualTo("green");
        assertThat(created.at("spec", "maybe").isNull()).isTrue();
    }

    @Test
    void unknownFieldsArePrunedWithAWarning() {
        var created = create("pruned", "{size: 1, kep: 2, free: {any: {thing: 1}}}", "");

        assertThat(created.at("spec").has("kep")).isFalse();
        assertThat(created.at("spec", "free", "any", "thing").asInt()).isEqualTo(1);
        assertThat(created.warning()).isEqualTo("299 - \"unknown field \\\"spec.kep\\\"\"");
    }

    @Test
    void unknownFieldsAreRefusedWhereTheClientIsStrict() {
        var refused = create("strict", "{size: 1, kep: 2}", "?fieldValidation=Strict");

        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.text("message")).endsWith("strict decoding error: unknown field \"spec.kep\"");
    }

    @Test
    void unknownFieldsAreIgnoredWhereTheClientWantsIt() {
        assertThat(create("ignored", "{size: 1, kep: 2}", "?fieldValidation=Ignore")
                        .warning())
                .isEmpty();
    }

    @Test
    void bothFormsOfIntOrStringAreKept() {
        assertThat(create("number", "{size: 1, amount: 5}", "")
                        .at("spec", "amount")
                        .isInt())
                .isTrue();
        assertThat(create("text", "{size: 1, amount: 5Gi}", "")
                        .at("spec", "amount")
                        .isTextual())
                .isTrue();
    }

    @Test
    void selectableFieldsSelectAndOthersDoNot() {
        create("red", "{size: 1, color: red}", "");
        var path = Widgets.path("widgets", "ns") + "?fieldSelector=";

        assertThat(CLUSTER.get(path + "spec.color%3Dred").at("items")).hasSize(1);
        assertThat(CLUSTER.get(path + "spec.size%3D1").code()).isEqualTo(400);
    }

    @Test
    void aDefinitionInServiceSaysSo() {
        var definition = CLUSTER.get(Widgets.DEFINITIONS + "/widgets.toys.example.com");

        assertThat(definition.at("status", "conditions").findValuesAsText("type"))
                .containsExactly("NamesAccepted", "Established");
        assertThat(Json.texts(definition.at("status", "storedVersions"))).containsExactly("v1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {type: object, properties: {a: {description: x}}}             | must not be empty for specified object fields
        {type: object, properties: {a: {type: array}}}                | must be specified
        {type: object, properties: {a: {type: integer, default: x}}}  | must be of type integer
        {type: object, properties: {a: {type: array, x-kubernetes-list-type: map, items: {type: object}}}} | must not be empty if x-kubernetes-list-type is map
        """)
    void aDefinitionThatIsNotStructuralIsRefused(String spec, String message) {
        var refused = CLUSTER.post(Widgets.DEFINITIONS, Widgets.definition("broken", spec));

        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.text("message")).contains(message);
    }
}
