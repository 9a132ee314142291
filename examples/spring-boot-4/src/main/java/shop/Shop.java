package shop;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Takes one order for each argument and sends receipts until it is stopped. */
@SpringBootApplication
public class Shop {
  public static void main(String[] arguments) {
    SpringApplication.run(Shop.class, arguments);
  }

  @Bean
  CommandLineRunner orderForEachArgument(Orders orders) {
    return emails -> {
      for (String email : emails) {
        orders.place(email, 4200);
      }
    };
  }
}
