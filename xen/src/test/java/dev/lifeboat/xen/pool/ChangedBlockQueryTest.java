package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.ChangedBlocks.Run;
import dev.lifeboat.xen.ChangedBlocksUnavailableException;
import dev.lifeboat.xen.ChangedBlocksUnavailableException.Reason;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.Failure;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangedBlockQueryTest extends PoolTest {

    private static final long BLOCK = 65_536;

    private XenPool connection;
    private UUID from;
    private UUID to;

    @BeforeEach
    void addSnapshots() {
        connection = connect();
        from = snapshot(Map.of());
        to = snapshot(Map.of());
        answer(new byte[] {0x40, (byte) 0x80});
    }

    @AfterEach
    void stop() {
        connection.close();
    }

    @Test
    void givesTheRunsThatThePoolLists() {
        var changed = connection.listChangedBlocks(from, to);

        assertThat(changed.runs()).containsExactly(new Run(BLOCK, BLOCK), new Run(8 * BLOCK, 512));
        assertThat(changed.diskSizeBytes()).isEqualTo(8 * BLOCK + 512);
    }

    @Test
    void whatADiskGrewByHasToBeReadToo() {
        from = snapshot(Map.of("virtual_size", Long.toString(7 * BLOCK)));
        answer(new byte[] {0x40, 0});

        assertThat(connection.listChangedBlocks(from, to).runs())
                .containsExactly(new Run(BLOCK, BLOCK), new Run(7 * BLOCK, BLOCK + 512));
    }

    @Test
    void aMissingBaseIsAReasonAndAMissingTargetAnError() {
        unavailable(Reason.BASE_MISSING, UUID.randomUUID(), to);
        assertThatThrownBy(() -> connection.listChangedBlocks(from, UUID.randomUUID()))
                .isInstanceOf(XapiException.class);
    }

    @Test
    void trackingMustBeOnForBoth() {
        unavailable(Reason.CBT_DISABLED, snapshot(Map.of("cbt_enabled", false)), to);
        unavailable(Reason.CBT_DISABLED, from, snapshot(Map.of("cbt_enabled", false)));
    }

    @Test
    void bothMustBeSnapshotsOfOneDisk() {
        unavailable(Reason.DISK_REPLACED, from, snapshot(Map.of("snapshot_of", "OpaqueRef:other")));
        unavailable(
                Reason.DISK_REPLACED,
                snapshot(Map.of("snapshot_of", "OpaqueRef:NULL")),
                snapshot(Map.of("snapshot_of", "OpaqueRef:NULL")));
    }

    @Test
    void aDiskThatShrankIsReadWhole() {
        unavailable(Reason.DISK_RESIZED, snapshot(Map.of("virtual_size", Long.toString(20 * BLOCK))), to);
    }

    @Test
    void anAnswerThatDoesNotFitTheDiskIsNotBelieved() {
        answer(new byte[] {0x40, (byte) 0x80, 0, 0});
        unavailable(Reason.CHAIN_BROKEN, from, to);
        answer(new byte[] {0x40});
        unavailable(Reason.CHAIN_BROKEN, from, to);
        pool.on("VDI.list_changed_blocks", _ -> "???");
        unavailable(Reason.CHAIN_BROKEN, from, to);
        answer(new byte[] {0, 0x40});
        unavailable(Reason.CHAIN_BROKEN, from, to);
    }

    @ParameterizedTest
    @CsvSource({
        "SR_BACKEND_FAILURE_460, CHAIN_BROKEN",
        "SR_BACKEND_FAILURE_459, CHAIN_BROKEN",
        "SR_OPERATION_NOT_SUPPORTED, NOT_ALLOWED",
        "LICENSE_RESTRICTION, NOT_ALLOWED",
        "RBAC_PERMISSION_DENIED, NOT_ALLOWED",
        "VDI_MISSING, BASE_MISSING",
        "SOMETHING_NEW, CHAIN_BROKEN",
    })
    void thePoolsRefusalBecomesAReason(String code, Reason reason) {
        pool.on("VDI.list_changed_blocks", _ -> {
            throw new Failure(code, "x");
        });

        unavailable(reason, from, to);
    }

    @ParameterizedTest
    @CsvSource({"VDI_IN_USE", "SR_NOT_ATTACHED"})
    void whatCanBeCuredIsNoReasonToReadEverything(String code) {
        pool.on("VDI.list_changed_blocks", _ -> {
            throw new Failure(code, "x");
        });

        assertThatThrownBy(() -> connection.listChangedBlocks(from, to)).isInstanceOf(XapiException.class);
    }

    private void answer(byte[] bitmap) {
        pool.on("VDI.list_changed_blocks", _ -> Base64.getEncoder().encodeToString(bitmap));
    }

    private UUID snapshot(Map<String, Object> different) {
        var fields = new HashMap<String, Object>(Map.of(
                "cbt_enabled",
                true,
                "snapshot_of",
                "OpaqueRef:disk",
                "is_a_snapshot",
                true,
                "virtual_size",
                Long.toString(8 * BLOCK + 512)));
        fields.putAll(different);
        return pool.uuid("VDI", pool.add("VDI", fields));
    }

    private void unavailable(Reason reason, UUID fromVdi, UUID toVdi) {
        assertThatExceptionOfType(ChangedBlocksUnavailableException.class)
                .isThrownBy(() -> connection.listChangedBlocks(fromVdi, toVdi))
                .satisfies(e -> assertThat(e.reason()).as("%s", e.getMessage()).isEqualTo(reason));
    }
}
