package shop

import dev.awa.InvalidJobException
import dev.awa.Job
import dev.awa.Kind
import dev.awa.Outcome
import dev.awa.RawJson
import dev.awa.TypeRef
import dev.awa.event.JobEvent
import dev.awa.test.AwaKit
import dev.awa.test.AwaTest
import dev.awa.worker.Backoff
import java.time.LocalDate
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What docs/kotlin.md says of arguments. */
@AwaTest
class JsonTest {
  data class Plain(val email: String, val cents: Long)

  data class Remind(val days: List<LocalDate>)

  sealed interface Shape {
    data class Circle(val radius: Int) : Shape
  }

  data class Draw(val shape: Shape)

  @JvmInline value class Cents(val amount: Long)

  data class Pay(val email: String, val cents: Cents)

  data class WithLazy(val email: String) {
    val domain: String by lazy { email.substringAfter('@') }
  }

  data class Positive(val cents: Long) {
    init {
      require(cents > 0) { "cents must be above 0, got $cents" }
    }
  }

  /** What the handler gets of stored JSON, and what became of the attempt. */
  private inline fun <reified A : Any> read(kit: AwaKit, json: String): Pair<A?, JobEvent> {
    var read: A? = null
    kit.codec(codec).task(A::class.java) { args, _ -> read = args }
    kit.awa().enqueue(Job.of(Kind.of(A::class.java), RawJson(json)))
    val event = kit.runNext("default").orElseThrow()
    return Pair(read, event)
  }

  /** What the handler gets of a value. */
  private inline fun <reified A : Any> back(kit: AwaKit, args: A): A? {
    var read: A? = null
    kit.codec(codec).task(A::class.java) { back, _ -> read = back }
    kit.awa().enqueue(Job.of(args))
    kit.drain("default").allCompleted()
    return read
  }

  private fun refused(kit: AwaKit, args: Any, words: String) {
    val refused =
        assertThrows(InvalidJobException::class.java) { kit.awa().enqueue(Job.of(args)) }
    assertTrue(refused.message!!.contains(words), refused.message)
  }

  private fun failed(event: JobEvent, words: String) {
    val retried = assertInstanceOf(JobEvent.Retried::class.java, event)
    assertTrue(retried.error().contains(words), retried.error())
  }

  @Test
  fun withoutTheKotlinModuleADataClassIsRefusedWithWords(kit: AwaKit) {
    refused(kit, Plain("jo@example.org", 1), "register the Kotlin module")
  }

  @Test
  fun aMissingFieldIsItsDefaultArgument(kit: AwaKit) {
    val (read, _) = read<SendReceipt>(kit, """{"email": "jo@example.org", "cents": 5}""")
    assertEquals(SendReceipt("jo@example.org", 5, "EUR", null), read)
  }

  @Test
  fun aMissingTextWithoutADefaultFailsTheAttempt(kit: AwaKit) {
    failed(read<SendReceipt>(kit, """{"cents": 5}""").second, "email")
  }

  @Test
  fun aMissingNumberWithoutADefaultIsZero(kit: AwaKit) {
    val (read, _) = read<SendReceipt>(kit, """{"email": "jo@example.org"}""")
    assertEquals(0L, read?.cents)
  }

  @Test
  fun aNullWhereNoneMayBeFailsTheAttempt(kit: AwaKit) {
    failed(read<SendReceipt>(kit, """{"email": null, "cents": 5}""").second, "email")
  }

  @Test
  fun aNullIsNotTheDefaultArgument(kit: AwaKit) {
    val json = """{"email": "jo@example.org", "cents": 5, "currency": null}"""
    failed(read<SendReceipt>(kit, json).second, "currency")
  }

  @Test
  fun whatIsReadIsCheckedByInit(kit: AwaKit) {
    failed(read<Positive>(kit, """{"cents": -1}""").second, "cents must be above 0, got -1")
  }

  @Test
  fun listsOfDatesComeBack(kit: AwaKit) {
    val remind = Remind(listOf(LocalDate.of(2026, 11, 29)))
    assertEquals(remind, back(kit, remind))
  }

  @Test
  fun aPropertyByLazyIsWorkedOutAnew(kit: AwaKit) {
    assertEquals("example.org", back(kit, WithLazy("jo@example.org"))?.domain)
  }

  @Test
  fun aSealedInterfaceHasToSayWhichClassToRead(kit: AwaKit) {
    kit.codec(codec)
    refused(kit, Draw(Shape.Circle(1)), "@JsonTypeInfo")
  }

  @Test
  fun aValueClassIsRefused(kit: AwaKit) {
    kit.codec(codec)
    refused(kit, Pay("jo@example.org", Cents(5)), "\"cents\"")
  }

  @Test
  fun aListIsNamedByATypeRef(kit: AwaKit) {
    val type = object : TypeRef<List<LocalDate>>() {}
    var read: List<LocalDate>? = null
    kit.codec(codec).worker { worker ->
      worker.handler(
          "remind",
          type,
          { days, _ ->
            read = days
            Outcome.complete()
          },
          Backoff.exponential())
    }
    val days = listOf(LocalDate.of(2026, 11, 29))
    kit.awa().enqueue(Job.of("remind", days, type))
    kit.drain("default").allCompleted()
    assertEquals(days, read)
  }
}
