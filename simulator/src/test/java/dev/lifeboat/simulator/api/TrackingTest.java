package dev.lifeboat.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient.CallFailed;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TrackingTest {
    @AutoClose
    private final SmallPool small = SmallPool.start();

    private final String vm = small.vm("vm");
    private final String disk = small.disk(vm, "0");

    private CallFailed failure(Runnable call) {
        return catchThrowableOfType(CallFailed.class, call::run);
    }

    private byte[] changed(String from, String to) {
        return Base64.getDecoder().decode(small.client().text("VDI.list_changed_blocks", from, to));
    }

    @Test
    void listsExactlyTheBlocksAGuestWrote() {
        small.client().call("VDI.enable_cbt", disk);
        var before = small.disk(small.snapshot(vm), "0");
        var written = small.pool().control().scatter("vm", "0", 5, 4096, 1);
        var after = small.disk(small.snapshot(vm), "0");

        var expected = new byte[16];
        written.forEach(range -> {
            int block = (int) (range.offset() / 65536);
            expected[block / 8] |= (byte) (0x80 >> (block % 8));
        });
        assertThat(changed(before, after)).isEqualTo(expected);
    }

    @Test
    void metadataSurvivesItsDataAndServesOnlyComparisons() {
        var client = small.client();
        client.call("VDI.enable_cbt", disk);
        var snapshot = small.snapshot(vm);
        var before = small.disk(snapshot, "0");
        assertThat(failure(() -> client.call("VDI.data_destroy", before)).parameters())
                .containsExactly(before, "data_destroy");

        client.call("VM.destroy", snapshot);
        client.call("VDI.data_destroy", before);
        client.call("VDI.data_destroy", before);
        assertThat(client.text("VDI.get_type", before)).isEqualTo("cbt_metadata");
        assertThat(failure(() -> client.call("VDI.get_nbd_info", before)).code())
                .isEqualTo("VDI_INCOMPATIBLE_TYPE");
        assertThat(failure(() -> client.call("VDI.clone", before)).code()).isEqualTo("VDI_INCOMPATIBLE_TYPE");
        var after = small.disk(small.snapshot(vm), "0");
        assertThat(changed(before, after)).containsOnly(0);
        client.call("VDI.destroy", before);
    }

    @Test
    void refusesToDestroyTheDataOfWhatIsNoTrackedSnapshot() {
        var client = small.client();
        assertThat(failure(() -> client.call("VDI.data_destroy", disk)).code()).isEqualTo("OPERATION_NOT_ALLOWED");
        var untracked = small.disk(small.snapshot(vm), "0");
        assertThat(failure(() -> client.call("VDI.data_destroy", untracked)).code())
                .isEqualTo("VDI_NO_CBT_METADATA");
        assertThat(failure(() -> client.call("VDI.enable_cbt", untracked)).code())
                .isEqualTo("OPERATION_NOT_ALLOWED");
    }

    @Test
    void aLiveDiskCanBeComparedOnlyWhileNobodyHasIt() {
        var client = small.client();
        var still = small.vm("still");
        var idle = small.disk(still, "0");
        client.call("VDI.enable_cbt", idle);
        var before = small.disk(small.snapshot(still), "0");
        assertThat(changed(before, idle)).containsOnly(0);
        client.call("VM.start", still, false, false);
        assertThat(failure(() -> changed(before, idle)).code()).isEqualTo("VDI_IN_USE");
    }

    @Test
    void aCrashOfTheHostEndsTrackingAndPostsAMessage() {
        var client = small.client();
        client.call("VDI.enable_cbt", disk);
        var before = small.disk(small.snapshot(vm), "0");
        small.pool().control().breakTracking("vm", "0");
        assertThat(client.call("VDI.get_cbt_enabled", disk).asBoolean()).isFalse();
        client.call("VDI.enable_cbt", disk);
        var after = small.disk(small.snapshot(vm), "0");
        assertThat(failure(() -> changed(before, after)).code()).isEqualTo("SR_BACKEND_FAILURE_460");
        assertThat(client.call("message.get_all_records")).hasSize(1);
    }
}
