package dev.lifeboat.devcluster.kubelet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Stands in for the mount namespace a local process does not have: where a path in a text begins with a mount path,
/// the local directory takes its place. The longest mount path wins, and only whole components count.
record PathMapping(List<Replacement> replacements) {
    /// No letter of a path may stand before the mount path, but a URL's `file://` may.
    private static final String BEGINNING = "(?<![\\w./-])|(?<=://)";

    private static final String END = "(?![\\w.-])";

    static PathMapping of(Map<String, Path> mounts) {
        var replacements = new ArrayList<Replacement>();
        mounts.forEach((path, local) -> replacements.add(new Replacement(
                Pattern.compile("(?:" + BEGINNING + ")" + Pattern.quote(stripped(path)) + END), path, local)));
        replacements.sort(Comparator.<Replacement>comparingInt(one -> one.mountPath.length())
                .reversed());
        return new PathMapping(List.copyOf(replacements));
    }

    String apply(String text) {
        var mapped = new StringBuilder();
        var from = 0;
        while (from < text.length()) {
            var next = next(text, from);
            if (next.isEmpty()) {
                break;
            }
            var first = next.getFirst();
            mapped.append(text, from, first.start).append(first.replacement.local);
            from = first.end;
        }
        return mapped.append(text.substring(Math.min(from, text.length()))).toString();
    }

    /// The hits from there on, the first one first; of two at the same place the longer path comes first.
    private List<Hit> next(String text, int from) {
        var hits = new ArrayList<Hit>();
        for (var replacement : replacements) {
            Matcher matcher = replacement.pattern.matcher(text);
            if (matcher.find(from)) {
                hits.add(new Hit(matcher.start(), matcher.end(), replacement));
            }
        }
        hits.sort(Comparator.comparingInt(Hit::start));
        return hits;
    }

    private static String stripped(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private record Replacement(Pattern pattern, String mountPath, Path local) {}

    private record Hit(int start, int end, Replacement replacement) {}
}
