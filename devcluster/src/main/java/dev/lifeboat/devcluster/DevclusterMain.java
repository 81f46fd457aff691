package dev.lifeboat.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The devcluster as a program of its own; it runs until it is told to end.
@Command(
        name = "lifeboat-devcluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "A Kubernetes API and a Job runner in one process, for trying things out. Never for production:",
            "no authentication, no RBAC, no isolation. Pods run as local processes with the rights of this one.",
            "Their logs lie in DATA/pods/NAMESPACE/POD/CONTAINER.log."
        })
public final class DevclusterMain implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port on 127.0.0.1; 0 takes a free one.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description = "Directory for pods, logs and volumes.")
    private Path data = Path.of(".");

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Write a kubeconfig there.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--image",
            paramLabel = "NAME=DIR",
            description = "Directory that stands for the root file system of an image; repeat for more.")
    private Map<String, Path> images = Map.of();

    @Option(names = "--ready-file", paramLabel = "FILE", description = "Write the URL there once requests are served.")
    private @Nullable Path readyFile;

    public static void main(String[] arguments) {
        // A name of its own: programs that embed the devcluster have their own logback.xml.
        System.setProperty("logback.configurationFile", "devcluster-logback.xml");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new DevclusterMain()).setExecutionExceptionHandler(DevclusterMain::explain);
    }

    /// What went wrong in a sentence; the stack is for whoever asks the log for details.
    private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult arguments) {
        command.getErr().println("The devcluster cannot start: " + sentence(problem));
        LoggerFactory.getLogger(DevclusterMain.class).debug("stack", problem);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String sentence(Throwable problem) {
        return switch (problem) {
            case UncheckedIOException wrapped when wrapped.getCause() != null -> sentence(wrapped.getCause());
            case FileSystemException file -> "nothing can be written to " + file.getFile();
            default -> String.valueOf(problem.getMessage());
        };
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("--port takes 0 to 65535, not " + port);
        }
        images.forEach((name, folder) -> {
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException("--image " + name + " names " + folder + ", which is no folder");
            }
        });
        var cluster = Devcluster.start(new DevclusterOptions(port, data, images));
        // SIGTERM, Ctrl-C and every failure below end in this hook: the pods end with the program.
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "close"));
        write(kubeconfig, cluster.kubeconfig());
        write(readyFile, cluster.url() + "\n");
        System.out.println("devcluster serves " + cluster.url());
        new CountDownLatch(1).await();
        return 0;
    }

    /// Readers see the whole file or none.
    private static void write(@Nullable Path file, String text) throws IOException {
        if (file != null) {
            var whole = file.toAbsolutePath();
            Files.createDirectories(whole.getParent());
            var part = whole.resolveSibling(whole.getFileName() + ".part");
            Files.writeString(part, text);
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
