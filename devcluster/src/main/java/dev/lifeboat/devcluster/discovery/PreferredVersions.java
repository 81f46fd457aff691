package dev.lifeboat.devcluster.discovery;

import dev.lifeboat.devcluster.kind.Version;
import java.util.Comparator;
import java.util.regex.Pattern;

/// Which version of a group stands first: stable before beta before alpha, newer before older.
final class PreferredVersions {
    static final Comparator<Version> ORDER = Comparator.comparing(Version::group)
            .thenComparing(Comparator.comparingInt((Version version) -> stability(version.version()))
                    .reversed())
            .thenComparing(Comparator.comparingInt((Version version) -> number(version.version(), 1))
                    .reversed())
            .thenComparing(Comparator.comparingInt((Version version) -> number(version.version(), 3))
                    .reversed())
            .thenComparing(Version::version);

    private static final Pattern VERSION = Pattern.compile("v(\\d{1,8})(?:(alpha|beta)(\\d{1,8}))?");

    private PreferredVersions() {}

    private static int stability(String version) {
        var matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return 0;
        }
        var stage = matcher.group(2);
        return stage == null ? 3 : stage.equals("beta") ? 2 : 1;
    }

    private static int number(String version, int group) {
        var matcher = VERSION.matcher(version);
        var digits = matcher.matches() ? matcher.group(group) : null;
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
