package dev.lifeboat.repository.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.DamagedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 70_000, Attachment.MOST_BYTES})
    void givesBackWhatItWasMadeOf(int bytes) {
        var content = new byte[bytes];
        Arrays.fill(content, (byte) 7);

        var attachment = Attachment.of("ova", "application/x-tar", content);

        assertThat(attachment.content()).isEqualTo(content);
        assertThat(attachment.sizeBytes()).isEqualTo(bytes);
    }

    @Test
    void isNeverLargerThanAManifestTakes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attachment.of("ova", "application/x-tar", new byte[Attachment.MOST_BYTES + 1]))
                .withMessageContaining("4194305");
    }

    /// The second would unpack to more than it says.
    @ParameterizedTest
    @CsvSource({"6, false", "4, false", "5, true"})
    void isDamagedWhereItHasAnotherSizeThanItSays(int said, boolean whole) {
        var made = Attachment.of("ova", "text/plain", "hello".getBytes(StandardCharsets.US_ASCII));
        var other = new Attachment("ova", "text/plain", said, made.gzip());

        if (whole) {
            assertThat(other.content()).hasSize(5);
        } else {
            assertThatThrownBy(other::content).isInstanceOf(DamagedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no base64!", "", "bm8gZ3ppcA=="})
    void isDamagedWhereItIsNoGzip(String gzip) {
        assertThatThrownBy(() -> new Attachment("ova", "text/plain", 5, gzip).content())
                .isInstanceOf(DamagedException.class);
    }
}
