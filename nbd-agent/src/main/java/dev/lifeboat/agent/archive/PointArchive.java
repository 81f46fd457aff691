package dev.lifeboat.agent.archive;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.disk.ContentConsumer;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.point.RecoveryPoint;
import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.VmRecords;
import dev.lifeboat.xen.stream.Extent;
import dev.lifeboat.xen.xva.OvaSynthesis;
import dev.lifeboat.xen.xva.OvaVersion;
import dev.lifeboat.xen.xva.OvaXml;
import dev.lifeboat.xen.xva.XvaChecksum;
import dev.lifeboat.xen.xva.XvaLength;
import dev.lifeboat.xen.xva.XvaWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A recovery point as an XVA that any host imports. Every byte is verified before it is written; holes are left out.
public final class PointArchive {
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    /// Older than any host that is asked to import it, so that none refuses it as too new.
    private static final OvaVersion VERSION = new OvaVersion("lifeboat", "2014-01-01", "6.5.0", "XenServer", "0", 1, 0);

    private final Repository repository;
    private final OvaXml ova;
    private final Map<String, DiskImage> imagesByRef;
    private final XvaChecksum checksum;

    private PointArchive(Repository repository, OvaXml ova, Map<String, DiskImage> imagesByRef, XvaChecksum checksum) {
        this.repository = repository;
        this.ova = ova;
        this.imagesByRef = Map.copyOf(imagesByRef);
        this.checksum = checksum;
    }

    /// What is written of a point.
    ///
    /// @param records of the VM, [#records] or an edit of them
    /// @param checksum SHA-1 is understood by all hosts, XXH64 faster
    public record Choice(
            String nameLabel, VmRecords records, List<DiskImage> disks, XvaChecksum checksum, Vtpms vtpms) {
        public Choice {
            disks = List.copyOf(disks);
        }

        /// The same under another name.
        public Choice named(String other) {
            return new Choice(other, records, disks, checksum, vtpms);
        }

        /// All of it, under its own name.
        public static Choice all(RecoveryPoint point, XvaChecksum checksum, Vtpms vtpms) {
            return new Choice(point.header().vmName(), PointArchive.records(point), point.disks(), checksum, vtpms);
        }
    }

    /// What the pool said of the VM when it was backed up, without the markers that its snapshot had: who
    /// imports it makes a VM that is nobody's leftover.
    public static VmRecords records(RecoveryPoint point) {
        var tree = new ObjectMapper().convertValue(point.header().vmMetadata(), TREE);
        if (tree.get("vm") instanceof Map<?, ?> vm && vm.get("other_config") instanceof Map<?, ?> config) {
            config.keySet().removeIf(key -> String.valueOf(key).startsWith(Markers.PREFIX));
        }
        return new VmRecords(tree);
    }

    /// @throws ArchiveRefusedException the point lacks what an archive needs
    public static PointArchive of(Repository repository, RecoveryPoint point, Choice choice) {
        var sizes = choice.disks().stream().collect(Collectors.toMap(DiskImage::device, DiskImage::sizeBytes));
        OvaSynthesis.Synthesised made;
        try {
            made = OvaSynthesis.of(
                    choice.records(),
                    choice.nameLabel(),
                    VERSION,
                    sizes,
                    choice.vtpms().of(point.header(), choice.records()));
        } catch (IllegalArgumentException e) {
            throw new ArchiveRefusedException(
                    "Recovery point " + point.id() + " cannot be an XVA: " + e.getMessage()
                            + ". Export its disks one by one",
                    e);
        }
        var images = new HashMap<String, DiskImage>();
        choice.disks().forEach(image -> images.put(made.disksByDevice().getOrDefault(image.device(), ""), image));
        return new PointArchive(repository, made.ova(), images, choice.checksum());
    }

    /// How long it will be, for whoever wants to be told before.
    public long lengthBytes() {
        var extents = new HashMap<String, Iterable<Extent>>();
        imagesByRef.forEach((ref, image) -> extents.put(ref, () -> new ContentExtents(repository.reader(image))));
        try {
            return XvaLength.of(ova, extents, checksum);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Looks on while a disk is written.
    @FunctionalInterface
    public interface Onlooker {
        /// Called with each piece before it is written; an exception ends the writing.
        void writes(DiskImage image, int bytes);
    }

    /// Writes it front to back. The stream stays open.
    ///
    /// @throws UncheckedIOException the stream broke
    public void writeTo(OutputStream out, Onlooker onlooker) {
        try {
            var writer = XvaWriter.open(out, ova, checksum);
            for (int count = ova.disks().size(); count > 0; count--) {
                var ref = writer.nextDisk().ref();
                var image = imagesByRef.get(ref);
                if (image == null) {
                    throw new IllegalStateException("Nobody knows what is on disk " + ref);
                }
                repository.reader(image).readAll(consumer(writer, image, onlooker));
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContentConsumer consumer(XvaWriter writer, DiskImage image, Onlooker onlooker) {
        return (offset, content) -> {
            onlooker.writes(image, content.remaining());
            write(writer, offset, content);
        };
    }

    private static void write(XvaWriter writer, long offset, ByteBuffer content) {
        try {
            writer.write(offset, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
