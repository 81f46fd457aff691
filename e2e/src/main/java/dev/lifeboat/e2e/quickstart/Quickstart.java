package dev.lifeboat.e2e.quickstart;

import dev.lifeboat.e2e.stack.Installation;
import dev.lifeboat.e2e.stack.Stack;
import dev.lifeboat.e2e.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line of the quickstart.
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        version = "Lifeboat quickstart",
        sortOptions = false,
        description = {
            "Backs up simulated VMs fully and incrementally, restores one and compares every byte, with the operator"
                    + " and agents that run in a cluster.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was compared and is equal",
            "1:a step failed; the last lines say which",
            "2:wrong usage"
        })
public final class Quickstart implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--keep", description = "Stay up until Ctrl-C, to look around with kubectl.")
    private boolean keep;

    @Option(
            names = "--no-manifests",
            description =
                    "Start pool, cluster and operator, apply no manifest of ours, and stay up until Ctrl-C; then: "
                            + "kubectl apply -f examples/quickstart/")
    private boolean noManifests;

    @Option(
            names = "--s3",
            paramLabel = "URL",
            description =
                    "Use a bucket instead of a folder: http(s)://host[:port]/bucket[/prefix], path style; keys from "
                            + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    private Optional<URI> s3 = Optional.empty();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Use this cluster instead of the built-in one. Its nodes must reach the simulated pool (see "
                    + "--pool-options) and have the image of --agent-image.")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--agent-image",
            paramLabel = "NAME",
            description = "Image of the agents. Default: ${DEFAULT-VALUE}, which the built-in cluster knows.")
    private String agentImage = Stack.AGENT_IMAGE;

    @Option(
            names = "--pool-options",
            paramLabel = "OPTIONS",
            description = "More options for the simulator, separated by blanks; see its --help.")
    private String poolOptions = "";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port of the built-in Kubernetes API. Default: a free one.")
    private int port;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Quickstart()).setParameterExceptionHandler((problem, _) -> {
            var command = problem.getCommandLine();
            command.getErr().println("quickstart: " + problem.getMessage() + "\nAll options: ./quickstart --help");
            return command.getCommandSpec().exitCodeOnInvalidInput();
        });
    }

    @Override
    public Integer call() {
        var settings = settings();
        var screen = new Screen(System.out, onTerminal());
        var folder = temporaryFolder();
        var story = new Story(Installation.here(), folder, settings, screen);
        var ending = new Ending(story, folder);
        Runtime.getRuntime().addShutdownHook(new Thread(ending, "clean-up"));
        try {
            story.setUp();
            if (!noManifests) {
                story.tell();
            }
            if (keep || noManifests) {
                story.stayUp(noManifests);
            }
            return 0;
        } catch (RuntimeException e) {
            ending.keepLogs();
            report(story, screen, folder, e);
            return 1;
        }
    }

    /// @throws ParameterException something cannot be as it is given; nothing was started yet
    private Settings settings() {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port takes 0 to 65535, not " + port);
        }
        kubeconfig.filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new ParameterException(spec.commandLine(), "--kubeconfig names " + file + ", which cannot be read");
        });
        try {
            return new Settings(
                    s3.map(url -> GivenBucket.of(url, System.getenv())),
                    kubeconfig,
                    agentImage,
                    poolOptions.isBlank() ? List.of() : List.of(poolOptions.split(" +")),
                    port);
        } catch (QuickstartException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    // The JDK's contract still allows null, whatever its present implementation does.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    private static void report(Story story, Screen screen, Path folder, RuntimeException problem) {
        screen.failure(story.step() + ": " + problem.getMessage());
        if (problem instanceof StackException stack) {
            screen.say("  Its log: " + stack.log());
        } else {
            story.logOfDeadProcess().ifPresent(log -> screen.say("  A process ended by itself; its log: " + log));
        }
        screen.say("  Logs of all processes: " + folder.resolve("logs") + ", of the agents: " + story.podLogs());
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("lifeboat-quickstart-");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary folder", e);
        }
    }
}
