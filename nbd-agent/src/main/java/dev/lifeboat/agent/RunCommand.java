package dev.lifeboat.agent;

import dev.lifeboat.agent.api.AgentArguments;
import dev.lifeboat.agent.api.AgentJson;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.MalformedMessageException;
import dev.lifeboat.agent.api.Order;
import dev.lifeboat.agent.api.Report;
import dev.lifeboat.agent.failure.Failures;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.agent.order.Doors;
import dev.lifeboat.agent.order.KeyDoor;
import dev.lifeboat.agent.order.Limits;
import dev.lifeboat.agent.order.MeteredStore;
import dev.lifeboat.agent.order.Orders;
import dev.lifeboat.agent.order.PoolDoor;
import dev.lifeboat.agent.order.StoreDoor;
import dev.lifeboat.agent.progress.ProgressBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = AgentArguments.COMMAND,
        description = "Does one order and writes its report.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:the command line is wrong",
            "10:failed; the same order may succeed later",
            "11:failed; the same order will fail again",
            "143:cancelled by a signal and cleaned up"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Option(names = AgentArguments.ORDER, required = true, paramLabel = "FILE", description = "The order, as JSON.")
    private Path order = Path.of("");

    @Option(names = AgentArguments.REPORT, required = true, paramLabel = "FILE", description = "Takes the report.")
    private Path report = Path.of("");

    @Option(
            names = AgentArguments.LISTEN,
            required = true,
            paramLabel = "ADDRESS:PORT",
            description = "Where /progress, /metrics and /healthz are served.",
            converter = ListenAddressConverter.class)
    private ListenAddress listen = new ListenAddress("localhost", 0);

    @Option(
            names = AgentArguments.POOL_CREDENTIALS,
            paramLabel = "FOLDER",
            description = "With the files username and password.")
    private @Nullable Path poolCredentials;

    @Option(
            names = AgentArguments.STORAGE_CREDENTIALS,
            paramLabel = "FOLDER",
            description = "With the files accessKeyId, secretAccessKey and, for temporary keys, sessionToken.")
    private @Nullable Path storageCredentials;

    @Option(
            names = AgentArguments.REPOSITORY_KEY,
            paramLabel = "FOLDER",
            description = "With the file key, which opens an encrypted repository: 32 bytes in base64.")
    private @Nullable Path repositoryKey;

    @Option(
            names = AgentArguments.VOLUME,
            paramLabel = "FOLDER",
            description = "Where a file system storage is mounted.")
    private @Nullable Path volume;

    static final class ListenAddressConverter implements ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String value) {
            try {
                return ListenAddress.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        return new AgentProcess(new ReportFile(report), listen).run(this::execute);
    }

    private Report execute(ProgressBoard board) {
        Order read;
        try {
            read = readOrder();
        } catch (OrderFailedException e) {
            LOG.error("{}", e.getMessage());
            return Failures.report(AgentProcess.UNKNOWN_ORDER, e);
        }
        var doors = new Doors(
                new PoolDoor(Optional.ofNullable(poolCredentials)),
                new StoreDoor(
                        Optional.ofNullable(storageCredentials),
                        Optional.ofNullable(volume),
                        store -> new MeteredStore(store, board),
                        Limits.of(read, board).upload()),
                new KeyDoor(Optional.ofNullable(repositoryKey)));
        return new Orders(doors, board, Clock.systemUTC()).execute(read);
    }

    private Order readOrder() {
        try {
            return AgentJson.readOrder(Files.readString(order));
        } catch (IOException | MalformedMessageException e) {
            throw new OrderFailedException(
                    FailureReason.InvalidOrder, "The order in " + order + " cannot be read: " + e.getMessage(), e);
        }
    }
}
