package dev.lifeboat.devcluster.kind;

import java.util.List;

/// The names by which people call a kind.
public record Names(String kind, String plural, String singular, List<String> shortNames, List<String> categories) {
    public Names {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
    }
}
