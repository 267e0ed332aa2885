package replication.backlog.bench;

import java.util.List;
import java.util.Locale;

/** The times of pushes that evict, as a drawing: a dot for the median, a line from the lowest to the highest round. */
final class Plot {

    private static final List<String> COLOURS =
            List.of("#7a7a7a", "#1f77b4", "#d62728", "#e0a030", "#8a5a00", "#2ca02c", "#000000");
    private static final int LEFT = 80;
    private static final int TOP = 40;
    private static final int WIDTH = 880;
    private static final int HEIGHT = 320;

    private final StringBuilder svg = new StringBuilder();
    private final double least;
    private final double most;

    Plot(BenchmarkResults results) {
        Pushes pushes = new Pushes(results);
        String on = results.on("evicting").get(0);
        List<String> subjects = pushes.subjects();
        List<Spread> all = pushes.sizes().stream()
                .flatMap(size -> subjects.stream()
                        .flatMap(subject -> results.spread(pushes.evicting(on, subject, size), "ns").stream()))
                .toList();
        least = Math.floor(
                Math.log10(all.stream().mapToDouble(Spread::min).min().orElse(1)));
        most = Math.ceil(Math.log10(all.stream().mapToDouble(Spread::max).max().orElse(10)));
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                LEFT + WIDTH + 20, TOP + HEIGHT + 50);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        axis();
        for (int i = 0; i < subjects.size(); i++) {
            legend(i, subjects.get(i));
        }
        double step = (double) WIDTH / pushes.sizes().size();
        for (int i = 0; i < pushes.sizes().size(); i++) {
            Pushes.Size size = pushes.sizes().get(i);
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    LEFT + (i + 0.5) * step, TOP + HEIGHT + 18, Markdown.bytes(size.value()));
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">in %s</text>",
                    LEFT + (i + 0.5) * step, TOP + HEIGHT + 34, Markdown.bytes(size.budget()));
            for (int j = 0; j < subjects.size(); j++) {
                double x = LEFT + (i + (j + 1.0) / (subjects.size() + 1)) * step;
                String colour = COLOURS.get(j);
                results.spread(pushes.evicting(on, subjects.get(j), size), "ns")
                        .ifPresent(spread -> dot(x, spread, colour));
            }
        }
        add("</svg>");
    }

    /** Each line is ten times the one below. */
    private void axis() {
        for (int power = (int) least; power <= most; power++) {
            double y = y(Math.pow(10, power));
            add("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, LEFT + WIDTH, y, y);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,.0f ns</text>", LEFT - 6, y + 4, Math.pow(10, power));
        }
    }

    private void legend(int index, String subject) {
        int x = LEFT + index * WIDTH / COLOURS.size();
        add("<circle cx=\"%d\" cy=\"18\" r=\"5\" fill=\"%s\"/>", x + 5, COLOURS.get(index));
        add("<text x=\"%d\" y=\"22\">%s</text>", x + 14, subject);
    }

    private void dot(double x, Spread spread, String colour) {
        add(
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\"/>",
                x, x, y(spread.min()), y(spread.max()), colour);
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", x, y(spread.median()), colour);
    }

    private double y(double ns) {
        return TOP + HEIGHT * (most - Math.log10(ns)) / (most - least);
    }

    private void add(String element, Object... arguments) {
        svg.append(String.format(Locale.ROOT, element, arguments)).append('\n');
    }

    @Override
    public String toString() {
        return svg.toString();
    }
}
