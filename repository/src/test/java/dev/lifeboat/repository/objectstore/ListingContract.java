package dev.lifeboat.repository.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What listings hold, in which order, and how they go on.
interface ListingContract extends StoreUnderTest {

    @Test
    default void aListingSeesWhatWasJustPutAndDeleted() {
        for (int i = 0; i < 10; i++) {
            var key = new ObjectKey("fresh/" + i);
            store().put(key, ByteBuffer.allocate(i));

            assertThat(keys("fresh/", Optional.empty(), 2)).containsExactly(key.value());

            store().delete(key);
            assertThat(keys("fresh/", Optional.empty(), 2)).isEmpty();
        }
    }

    @Test
    default void listingIsInOrderOfKeys() {
        var names = List.of("a-b", "a.b", "a/b", "a/b-c", "a/b/c", "a0", "b", "A", "_", "a/b0", "a");
        // A key that another one continues with a slash has no place in a directory tree, and none in a
        // repository.
        var usable = names.stream()
                .filter(name -> names.stream().noneMatch(other -> other.startsWith(name + "/")))
                .toList();
        usable.forEach(name -> store().put(new ObjectKey(name), ByteBuffer.wrap(name.getBytes(US_ASCII))));

        assertThat(keys("", Optional.empty(), 100))
                .containsExactlyElementsOf(usable.stream().sorted().toList());
        assertThat(store().list("a", Optional.empty(), 1).getFirst().sizeBytes())
                .isEqualTo(3);
    }

    @Test
    default void listingHonoursPrefixAndStartAndLimit() {
        IntStream.range(0, 30)
                .forEach(i -> store().put(new ObjectKey("p/%02d/x".formatted(i)), ByteBuffer.wrap(new byte[i])));
        store().put(new ObjectKey("q"), ByteBuffer.allocate(0));

        assertThat(keys("p/1", Optional.empty(), 100)).hasSize(10).allMatch(key -> key.startsWith("p/1"));
        assertThat(keys("p/", Optional.empty(), 3)).containsExactly("p/00/x", "p/01/x", "p/02/x");
        assertThat(keys("p/", Optional.of(new ObjectKey("p/02/x")), 2)).containsExactly("p/03/x", "p/04/x");
        assertThat(keys("p/", Optional.of(new ObjectKey("p/02")), 2)).containsExactly("p/02/x", "p/03/x");
        assertThat(keys("p/", Optional.of(new ObjectKey("p/29/x")), 2)).isEmpty();
        assertThat(keys("nothing/", Optional.empty(), 2)).isEmpty();
        assertThat(keys("p/12/x", Optional.empty(), 2)).containsExactly("p/12/x");
    }

    @Test
    default void aLongListingIsCompleteAndAsksForMorePages() {
        var expected = IntStream.range(0, longListing())
                .mapToObj(i -> "many/%d/%05d".formatted(i % 7, i))
                .sorted()
                .toList();
        expected.forEach(name -> store().put(new ObjectKey(name), ByteBuffer.allocate(1)));

        assertThat(store().listAll("many/").map(entry -> entry.key().value())).containsExactlyElementsOf(expected);
    }

    /// More than fit in one answer; fewer where each object costs a round trip.
    default int longListing() {
        return 2100;
    }
}
