import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Writes the disk image that performance figures refer to, or changes some of it:
///
///     java MixedImage.java FILE BYTES
///     java MixedImage.java FILE change EVERY             the first of EVERY so many blocks becomes random
///
/// Of its 64 KiB blocks, in an order that is the same each time, half are random, a quarter zeros that are written (no
/// holes), and a quarter text: one of 64 blocks of words with numbers. zstd at level 1 shrinks it to about 0.59.
class MixedImage {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final int TEXTS = 64;
    private static final String[] WORDS =
            ("lifeboat pool host network disk snapshot tracking changed block chunk pack manifest recovery point agent"
                + " order report progress request reply session export restore verify policy schedule warning error")
                    .split(" ");

    private enum Kind {
        RANDOM,
        ZEROS,
        TEXT
    }

    static void main(String[] arguments) throws IOException {
        if (arguments[1].equals("change")) {
            change(Path.of(arguments[0]), Integer.parseInt(arguments[2]));
            return;
        }
        var random = new Random(7);
        var texts = new ArrayList<byte[]>();
        for (var text = 0; text < TEXTS; text++) {
            texts.add(text(random));
        }
        try (var image = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            for (var kind : order(Long.parseLong(arguments[1]), random)) {
                image.write(block(kind, texts, random));
            }
        }
    }

    private static void change(Path file, int every) throws IOException {
        var random = new Random(8);
        try (var image = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long offset = 0; offset + BLOCK_BYTES <= image.size(); offset += (long) every * BLOCK_BYTES) {
                image.write(ByteBuffer.wrap(block(Kind.RANDOM, List.of(), random)), offset);
            }
        }
    }

    private static List<Kind> order(long bytes, Random random) {
        var kinds = new ArrayList<Kind>();
        for (long block = 0; block < bytes / BLOCK_BYTES; block += 4) {
            kinds.addAll(List.of(Kind.RANDOM, Kind.RANDOM, Kind.ZEROS, Kind.TEXT));
        }
        Collections.shuffle(kinds, random);
        return kinds;
    }

    private static byte[] block(Kind kind, List<byte[]> texts, Random random) {
        return switch (kind) {
            case ZEROS -> new byte[BLOCK_BYTES];
            case TEXT -> texts.get(random.nextInt(TEXTS));
            case RANDOM -> {
                var bytes = new byte[BLOCK_BYTES];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
    }

    private static byte[] text(Random random) {
        var block = ByteBuffer.allocate(BLOCK_BYTES);
        while (block.hasRemaining()) {
            var word = (WORDS[random.nextInt(WORDS.length)] + random.nextInt(1000) + ' ')
                    .getBytes(StandardCharsets.US_ASCII);
            block.put(word, 0, Math.min(word.length, block.remaining()));
        }
        return block.array();
    }
}
