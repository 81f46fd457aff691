package dev.lifeboat.agent.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Orders, progress and reports as JSON. Members that a reader does not know are an error in an order, where ignoring
/// one would do the wrong work, and ignored in what an agent says, so that a newer agent can say more.
public final class AgentJson {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.USE_DEFAULTS))
            .build();
    private static final JsonMapper LENIENT = STRICT.rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private AgentJson() {}

    public static String write(Order order) {
        return text(order);
    }

    public static String write(Progress progress) {
        return text(progress);
    }

    /// @throws MalformedMessageException naming the member that cannot be read
    public static Order readOrder(String json) {
        return read(STRICT, json, Order.class);
    }

    /// @throws MalformedMessageException if this is not a progress document
    public static Progress readProgress(String json) {
        return read(LENIENT, json, Progress.class);
    }

    /// @throws MalformedMessageException if this is not a report, as when a container died before it wrote one
    public static Report readReport(String json) {
        return read(LENIENT, json, Report.class);
    }

    /// The report in at most [Report#MAX_BYTES] bytes: of a VM with very many disks the per-disk lines are left out
    /// (the recovery point's manifest has them), a long failure message is cut.
    public static String terminationMessage(Report report) {
        var whole = text(report);
        if (fits(whole)) {
            return whole;
        }
        return text(
                switch (report) {
                    case BackupReport backup ->
                        new BackupReport(
                                backup.orderId(),
                                backup.pointId(),
                                backup.manifestKey(),
                                backup.seconds(),
                                backup.totals(),
                                List.of());
                    case RestoreReport restore ->
                        new RestoreReport(
                                restore.orderId(),
                                restore.vmUuid(),
                                restore.seconds(),
                                restore.writtenBytes(),
                                restore.verifiedBytes(),
                                List.of(),
                                List.of(),
                                restore.caveats());
                    case ExportReport export ->
                        new ExportReport(
                                export.orderId(),
                                export.key(),
                                export.bytes(),
                                export.sha256(),
                                export.seconds(),
                                export.verifiedBytes(),
                                List.of(),
                                List.of());
                    case FailureReport failure ->
                        new FailureReport(failure.orderId(), failure.reason(), cut(failure.message()));
                    case ProbeReport probe -> probe;
                    case DeletionReport deletion -> deletion;
                });
    }

    private static boolean fits(String json) {
        return json.getBytes(StandardCharsets.UTF_8).length <= Report.MAX_BYTES;
    }

    /// A character takes at most 6 bytes in JSON, so 600 of them leave room for the rest.
    private static String cut(String message) {
        return message.substring(
                        0, message.offsetByCodePoints(0, Math.min(600, message.codePointCount(0, message.length()))))
                + " …";
    }

    private static String text(Object value) {
        try {
            return STRICT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    private static <T> T read(JsonMapper mapper, String json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new MalformedMessageException(
                    "Not a valid " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
