package dev.lifeboat.operator.vmbackup;

/// Puts what others say into sentences of ours: some of it ends with a full stop, some does not.
final class Text {
    private Text() {}

    static String open(String said) {
        var text = said.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    static String sentence(String said) {
        return open(said) + ".";
    }
}
