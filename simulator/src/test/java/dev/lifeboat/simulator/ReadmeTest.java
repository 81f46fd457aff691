package dev.lifeboat.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.simulator.profile.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the README says of calls and errors is so.
class ReadmeTest {
    private static final Pattern CALL = Pattern.compile("`([A-Za-z_]+\\.[A-Za-z_]+)`");
    private static final Pattern CODE = Pattern.compile("`([A-Z][A-Z0-9_]+)`");
    private static final String BACKEND = "SR_BACKEND_FAILURE_";

    private static String readme = "";

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
    }

    private static List<String> named(Pattern pattern, String section, String rowStart) {
        var begin = readme.indexOf("\n## " + section);
        var end = readme.indexOf("\n## ", begin + 1);
        var found = new ArrayList<String>();
        readme.substring(begin, end)
                .lines()
                .filter(line -> line.startsWith(rowStart))
                .forEach(line -> {
                    var matcher = pattern.matcher(line);
                    while (matcher.find()) {
                        found.add(matcher.group(1));
                    }
                });
        assertThat(found).as(section).isNotEmpty();
        return found;
    }

    @Test
    void someReleaseHasEveryCallThatIsSimulatedAndNoneAnyThatIsNot() {
        Set<String> names = new HashSet<>();
        for (var profile : List.of(Profile.XCP_NG_8_0, Profile.XCP_NG_8_3)) {
            try (var small = SmallPool.start(PoolOptions.quick().profile(profile))) {
                small.client().raw("system.listMethods").forEach(name -> names.add(name.asText()));
            }
        }
        assertThat(names).containsAll(named(CALL, "Calls", "| simulated"));
        assertThat(names).doesNotContainAnyElementsOf(named(CALL, "Calls", "| unknown"));
    }

    @Test
    void everyErrorThatArisesIsRaisedSomewhere() throws IOException {
        var sources = new StringBuilder();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        var code = sources.toString();
        assertThat(named(CODE, "Errors", "| "))
                .hasSizeGreaterThan(80)
                .allMatch(each -> code.contains("\"" + each + "\"")
                        || (each.startsWith(BACKEND) && raisesBackend(code, each.substring(BACKEND.length()))));
    }

    private static boolean raisesBackend(String code, String number) {
        return Pattern.compile("backend\\(\\s*" + number + ",").matcher(code).find();
    }
}
