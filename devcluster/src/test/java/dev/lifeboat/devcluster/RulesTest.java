package dev.lifeboat.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    @RegisterExtension
    static final TestCluster CLUSTER = new TestCluster();

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String FIELDS = """
        a: {type: integer}, b: {type: integer}, s: {type: string}, 'on': {type: boolean}, ratio: {type: number},
        q: {x-kubernetes-int-or-string: true}, d: {type: string, format: duration}, t: {type: string, format: date-time},
        l: {type: array, items: {type: string}}, n: {type: array, items: {type: integer}},
        m: {type: object, additionalProperties: {type: integer}}, max-size: {type: integer},
        o: {type: array, items: {type: object, properties: {k: {type: string}, v: {type: integer}}}}
        """;

    private static String schema(String rules) {
        return "{type: object, x-kubernetes-validations: [%s], properties: {%s}}"
                .formatted(rules, FIELDS.replace("\n", " "));
    }

    private static String plural() {
        return "rules" + COUNT.incrementAndGet();
    }

    /// Defines a kind with these rules and returns the path of its objects.
    private static String define(String plural, String rules) {
        CLUSTER.namespace(plural);
        var defined = CLUSTER.post(Widgets.DEFINITIONS, Widgets.definition(plural, schema(rules)));
        assertThat(defined.code()).as(defined.text()).isEqualTo(201);
        return Widgets.path(plural, plural);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        self.a <= self.b                                    | {a: 1, b: 2}          | {a: 3, b: 2}
        `!has(self.a) || self.a > 0`                        | {}                    | {a: 0}
        has(self.a) != has(self.b)                          | {a: 1}                | {a: 1, b: 1}
        self.s.startsWith('x') && self.s.size() == 2        | {s: xb}               | {s: xbz}
        self.s.matches('^[a-z]+$')                          | {s: abc}              | {s: ABC}
        self.s in ['a', 'b']                                | {s: b}                | {s: c}
        self.l.all(x, x != 'c')                             | {l: [a, b]}           | {l: [a, c]}
        self.l.exists(x, x == 'c')                          | {l: [a, c]}           | {l: [a]}
        self.l.exists_one(x, x == 'c')                      | {l: [c]}              | {l: [c, c]}
        self.o.map(x, x.k).isSorted()                       | {o: [{k: a}, {k: b}]} | {o: [{k: b}, {k: a}]}
        self.o.all(x, self.o.exists_one(y, y.k == x.k))     | {o: [{k: a}, {k: b}]} | {o: [{k: a}, {k: a}]}
        self.o.filter(x, has(x.v)).size() == 1              | {o: [{v: 1}, {k: a}]} | {o: [{k: a}]}
        self.n.isSorted() && self.n.sum() == 6              | {n: [1, 2, 3]}        | {n: [3, 2, 1]}
        self.n.min() == 1 && self.n.max() == 9              | {n: [9, 1, 5]}        | {n: [9, 2]}
        self.l.indexOf('b') == 1                            | {l: [a, b]}           | {l: [b]}
        self.s.find('[0-9]+') == '42'                       | {s: a42b}             | {s: ab}
        self.s.findAll('[0-9]').size() == 2                 | {s: a1b2}             | {s: a1}
        quantity(string(self.q)).isLessThan(quantity('2Gi')) | {q: 1Gi}             | {q: 3Gi}
        quantity(string(self.q)).compareTo(quantity('1Ki')) == 0 | {q: 1024}        | {q: 1k}
        isQuantity(self.s)                                  | {s: 1.5Gi}            | {s: 1.5Xi}
        type(self.q) == int ? self.q > 1 : self.q == 'x'    | {q: x}                | {q: 1}
        self.d <= duration('1h')                            | {d: 59m}              | {d: 1h1m}
        duration(self.s) > duration('1s')                   | {s: 2s}               | {s: 500ms}
        self.t < timestamp('2030-01-01T00:00:00Z')          | {t: '2026-01-01T00:00:00Z'} | {t: '2031-01-01T00:00:00Z'}
        self.t.getFullYear() == 2026                        | {t: '2026-05-01T00:00:00Z'} | {t: '2027-01-01T00:00:00Z'}
        'x' in self.m && self.m['x'] == 1                   | {m: {x: 1}}           | {m: {y: 1}}
        self.m.all(k, self.m[k] > 0)                        | {m: {x: 1}}           | {m: {x: 0}}
        self.max__dash__size == 1                           | {max-size: 1}         | {max-size: 2}
        self.ratio < 0.5                                    | {ratio: 0.25}         | {ratio: 1}
        `!has(self.on) || self.on`                          | {'on': true}          | {'on': false}
        isURL(self.s) && url(self.s).getScheme() == 'https' | {s: 'https://a/b'}    | {s: 'http://a'}
        self.s.lowerAscii() == 'abc'                        | {s: ABC}              | {s: ABD}
        self.s.split(',').size() == 2                       | {s: 'a,b'}            | {s: a}
        sets.contains(['a', 'b'], self.l)                   | {l: [a]}              | {l: [c]}
        [has(self.a), has(self.b)].filter(x, x).size() == 1 | {a: 1}                | {}
        self.?a.orValue(5) == 5                             | {}                    | {a: 4}
        """)
    void rulesJudge(String rule, String good, String bad) {
        var plural = plural();
        var path = define(plural, "{rule: \"%s\"}".formatted(rule));

        assertThat(CLUSTER.post(path, Widgets.object(plural, "good", good)).text())
                .contains("\"uid\"");
        var refused = CLUSTER.post(path, Widgets.object(plural, "bad", bad));
        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.text("message")).contains("spec: Invalid value: \"object\": failed rule: ");
    }

    @Test
    void aMessageCanBeComputed() {
        var plural = plural();
        var path = define(
                plural,
                "{rule: \"self.a < 5\", message: unused, messageExpression: \"'a is %d, %s'.format([self.a, 'too"
                        + " big'])\"}");

        var refused = CLUSTER.post(path, Widgets.object(plural, "x", "{a: 7}"));

        assertThat(refused.text("message")).endsWith("spec: Invalid value: \"object\": a is 7, too big");
    }

    @Test
    void aRuleAboutTheFormerValueRunsOnUpdatesOnly() {
        var plural = plural();
        var path = define(plural, "{rule: \"self.a == oldSelf.a\", message: a is immutable}");
        CLUSTER.post(path, Widgets.object(plural, "x", "{a: 7}"));

        var same = CLUSTER.patch("merge", path + "/x", "{\"spec\":{\"b\":1}}");
        var refused = CLUSTER.patch("merge", path + "/x", "{\"spec\":{\"a\":8}}");

        assertThat(same.code()).isEqualTo(200);
        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.text("message")).endsWith("a is immutable");
    }

    @Test
    void aRuleMayAskWhetherThereWasAFormerValue() {
        var plural = plural();
        var path = define(
                plural, "{rule: \"oldSelf.hasValue() || self.a == 1\", optionalOldSelf: true, message: starts with 1}");

        assertThat(CLUSTER.post(path, Widgets.object(plural, "x", "{a: 7}")).code())
                .isEqualTo(422);
        assertThat(CLUSTER.post(path, Widgets.object(plural, "x", "{a: 1}")).code())
                .isEqualTo(201);
        assertThat(CLUSTER.patch("merge", path + "/x", "{\"spec\":{\"a\":8}}").code())
                .isEqualTo(200);
    }

    @Test
    void aRuleNamesTheFieldItIsAbout() {
        var plural = plural();
        var path = define(plural, "{rule: \"self.a < 5\", fieldPath: .a, reason: FieldValueForbidden, message: never}");

        var refused = CLUSTER.post(path, Widgets.object(plural, "x", "{a: 7}"));

        assertThat(refused.at("details", "causes").path(0).toString())
                .isEqualTo(
                        "{\"reason\":\"FieldValueForbidden\",\"message\":\"Forbidden: never\",\"field\":\"spec.a\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        self.nope == 1        | undefined field 'nope'
        self.a == 'x'         | found no matching overload
        self.a +              | compilation failed
        self.a                | must evaluate to bool
        unknown(self.a)       | undeclared reference
        self.?o.?k == ''      | compilation failed
        """)
    void aRuleThatDoesNotCompileRefusesTheDefinition(String rule, String message) {
        var plural = plural();

        var refused =
                CLUSTER.post(Widgets.DEFINITIONS, Widgets.definition(plural, schema("{rule: \"%s\"}".formatted(rule))));

        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.text("message")).contains(message);
        assertThat(refused.at("details", "causes").path(0).path("field").asText())
                .isEqualTo("spec.versions[0].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule");
    }
}
