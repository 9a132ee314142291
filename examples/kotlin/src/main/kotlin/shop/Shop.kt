package shop

import dev.awa.Job
import dev.awa.client.Awa
import dev.awa.json.JacksonCodec
import dev.awa.worker.Worker
import java.util.concurrent.CopyOnWriteArrayList
import javax.sql.DataSource
import kotlin.system.exitProcess
import org.postgresql.ds.PGSimpleDataSource
import tools.jackson.databind.json.JsonMapper
import tools.jackson.module.kotlin.KotlinModule

/** The arguments of a job: a receipt is to be sent. */
data class SendReceipt(
    val email: String,
    val cents: Long,
    val currency: String = "EUR",
    val note: String? = null,
)

/** Awa's codec with Kotlin's default arguments. Clients and workers of a queue have the same one. */
val codec: JacksonCodec =
    JacksonCodec.of(JsonMapper.builder().addModule(KotlinModule.Builder().build()).build())

/** Takes orders. The order and its receipt come into being together, or neither does. */
class Orders(private val awa: Awa) {
  fun place(email: String, cents: Long) {
    awa.inTransaction<Exception> { tx ->
      tx.prepareStatement("INSERT INTO orders VALUES (?, ?)").use { insert ->
        insert.setString(1, email)
        insert.setLong(2, cents)
        insert.executeUpdate()
      }
      awa.enqueue(tx, Job.of(SendReceipt(email, cents)).withQueue("mail"))
    }
  }
}

/** Sends receipts, here to the console. */
class Receipts {
  val sent: MutableList<SendReceipt> = CopyOnWriteArrayList()

  fun send(receipt: SendReceipt) {
    println("receipt for ${receipt.email}: ${receipt.cents} ${receipt.currency} cents")
    sent.add(receipt)
  }
}

fun createTable(dataSource: DataSource) {
  dataSource.connection.use { connection ->
    connection.createStatement().use {
      it.execute("CREATE TABLE IF NOT EXISTS orders (email text, cents bigint)")
    }
  }
}

/** Takes one order and sends its receipt. The argument is the JDBC URL of the database. */
fun main(arguments: Array<String>) {
  if (arguments.size != 1) {
    System.err.println("usage: Shop jdbc:postgresql://localhost/shop?user=shop&password=...")
    exitProcess(2)
  }
  val dataSource = PGSimpleDataSource() // an application has a pool
  dataSource.setUrl(arguments[0])
  val awa = Awa.of(dataSource, "awa", codec)
  awa.migrate() // creates the schema "awa" or brings it up to date
  createTable(dataSource)

  val receipts = Receipts()
  Worker.of(dataSource)
      .codec(codec)
      .queue("mail", 20) // runs at most 20 jobs of this queue at once
      .task(SendReceipt::class.java) { receipt, _ -> receipts.send(receipt) }
      .start()
      .use { worker ->
        Orders(awa.waking(worker::wake)).place("jo@example.org", 4200)
        while (receipts.sent.isEmpty()) Thread.sleep(10)
      } // lets handlers finish and sends every outcome
}
