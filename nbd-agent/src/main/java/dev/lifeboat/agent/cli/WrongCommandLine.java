package dev.lifeboat.agent.cli;

import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what is wrong with a command line, so short that it is still to be seen, and where the rest is to be read.
final class WrongCommandLine implements IParameterExceptionHandler {
    /// As picocli says it, who calls each pair KEY=VALUE, whatever its name is.
    private static final Pattern PAIR = Pattern.compile(
            "Value for (?:option )*'?([^' ]+)'? \\((\\S+)\\) should be in KEY=VALUE format but was (.*)");

    private static final Pattern EXCLUSIVE =
            Pattern.compile("(?:Error: )?(.*) are mutually exclusive \\(specify only one\\)");

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var help = command.getHelp();
        var err = command.getErr();
        err.println("lifeboat: " + sentence(wrong, command));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        if (!command.getSubcommands().isEmpty()) {
            err.println("Commands:");
            err.print(help.commandList());
        }
        err.printf("'%s --help' says more.%n", command.getCommandSpec().qualifiedName());
        err.flush();
        return Exit.USAGE.number();
    }

    private static String sentence(ParameterException wrong, CommandLine command) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !command.getSubcommands().isEmpty()) {
            return "There is no command '" + unmatched.getUnmatched().getFirst() + "'";
        }
        var message = String.valueOf(wrong.getMessage());
        if (wrong instanceof MutuallyExclusiveArgsException) {
            return EXCLUSIVE.matcher(message).replaceFirst("$1 exclude each other: give one of them");
        }
        // The second is picocli's own slip.
        return PAIR.matcher(message).replaceFirst("$1 takes $2, not '$3'").replace("option option", "option");
    }
}
