package dev.lifeboat.repository.objectstore;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Turns the pages of a listing into one stream that asks for the next page only when it gets there.
final class Listing {

    /// What S3 returns at most in one answer.
    private static final int PAGE = 1000;

    private Listing() {}

    static Stream<ObjectEntry> stream(ObjectStore store, String prefix) {
        return Stream.iterate(
                        page(store, prefix, Optional.empty()),
                        page -> !page.isEmpty(),
                        page -> next(store, prefix, page))
                .flatMap(List::stream);
    }

    private static List<ObjectEntry> next(ObjectStore store, String prefix, List<ObjectEntry> page) {
        return page.size() < PAGE
                ? List.of()
                : page(store, prefix, Optional.of(page.getLast().key()));
    }

    private static List<ObjectEntry> page(ObjectStore store, String prefix, Optional<ObjectKey> after) {
        return store.list(prefix, after, PAGE);
    }
}
