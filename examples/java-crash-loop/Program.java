import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A service that does little once it is warm: it quotes prices every 50 ms. It is killed by its supervisor every
 * twelve seconds, and each new start pays again for loading classes, interpreting and compiling.
 */
public final class Program {
  record Offer(String sku, double price, int stock) {}

  private static final Pattern SKU = Pattern.compile("([A-Z]+)-(\\d+)(?:/(\\w+))?");

  public static void main(String[] arguments) throws InterruptedException {
    long stopAt = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000L;
    Map<String, Offer> catalogue = loadCatalogue(60_000);
    warmUpCaches(catalogue, 12);
    for (int round = 0; System.nanoTime() < stopAt; round++) {
      quotePrices(catalogue, round);
      Thread.sleep(50);
    }
  }

  private static Map<String, Offer> loadCatalogue(int size) {
    Map<String, Offer> catalogue = new HashMap<>();
    for (int i = 0; i < size; i++) {
      String line = String.format("ITEM-%d/x%d;%.2f;%d", i, i % 7, 1 + (i * 37 % 9000) / 100.0, i % 50);
      Offer offer = parseOffer(line);
      catalogue.put(offer.sku(), offer);
    }
    return catalogue;
  }

  private static Offer parseOffer(String line) {
    String[] fields = line.split(";");
    var matcher = SKU.matcher(fields[0]);
    if (!matcher.matches()) throw new IllegalArgumentException(line);
    return new Offer(matcher.group(2), Double.parseDouble(fields[1].replace(',', '.')), Integer.parseInt(fields[2]));
  }

  private static void warmUpCaches(Map<String, Offer> catalogue, int rounds) {
    for (int round = 0; round < rounds; round++) {
      Map<Integer, List<Offer>> byStock = catalogue.values().stream().collect(Collectors.groupingBy(Offer::stock));
      List<Double> averages = new ArrayList<>();
      for (List<Offer> offers : byStock.values()) averages.add(averagePrice(offers));
      if (averages.isEmpty()) throw new IllegalStateException("no offers");
    }
  }

  private static double averagePrice(List<Offer> offers) {
    return offers.stream().sorted((a, b) -> Double.compare(a.price(), b.price())).mapToDouble(Offer::price).average().orElse(0);
  }

  private static double quotePrices(Map<String, Offer> catalogue, int round) {
    double sum = 0;
    for (int i = 0; i < 4_000; i++) sum += catalogue.get(Integer.toString((round * 4_001 + i * 13) % catalogue.size())).price();
    return sum;
  }
}
